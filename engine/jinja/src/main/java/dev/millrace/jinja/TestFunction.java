package dev.millrace.jinja;

/** {@code value is name(arguments)}. */
@FunctionalInterface
public interface TestFunction {
  /** Whether the test holds. The arguments do not contain the value itself. */
  boolean test(Object value, Arguments arguments);
}
