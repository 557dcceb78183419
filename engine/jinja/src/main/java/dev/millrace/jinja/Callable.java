package dev.millrace.jinja;

/**
 * Anything a template may call: a macro, a method, a host function.
 *
 * <p>Implementations report errors by {@link EvaluationException}; any other {@link
 * RuntimeException} reaches the caller of {@code render} as the cause of a positioned {@link
 * TemplateException}. Thread safety is the implementation's business: a callable that is a global
 * of an {@link Environment} is called from many renders at once.
 */
@FunctionalInterface
public interface Callable {
  /** Calls it. The result is a value of the model (see the package); never Java's null. */
  Object call(Arguments arguments);

  /** The name shown in messages and when the callable itself is printed. */
  default String name() {
    return "function";
  }

  /** What is printed when the callable itself is printed. */
  default String repr() {
    return "<function " + name() + " at 0x" + Integer.toHexString(hashCode()) + ">";
  }

  /** The class name in messages. */
  default String typeName() {
    return "function";
  }

  /**
   * A callable with a name for messages.
   *
   * @param name the name
   * @param body what it does
   */
  static Callable named(String name, Callable body) {
    return new NamedCallable(name, body);
  }
}
