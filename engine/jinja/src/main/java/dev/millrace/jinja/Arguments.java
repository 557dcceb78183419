package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call.
 *
 * <p>Accessors take the position and the name under which an argument may be given; a position of
 * -1 stands for an argument that is only taken by name. Their errors are {@link
 * EvaluationException}s of kind TYPE.
 */
public final class Arguments {
  private final List<Object> positional;
  private final Map<String, Object> named;
  private final CallContext context;

  /** Takes both collections as they are; they must not change afterwards. */
  public Arguments(List<Object> positional, Map<String, Object> named, CallContext context) {
    this.positional = requireNonNull(positional, "positional");
    this.named = requireNonNull(named, "named");
    this.context = requireNonNull(context, "context");
  }

  public List<Object> positional() {
    return positional;
  }

  /** The named arguments in the order of the call. */
  public Map<String, Object> named() {
    return named;
  }

  public CallContext context() {
    return context;
  }

  /** The number of arguments, named ones included. */
  public int size() {
    return positional.size() + named.size();
  }

  /** The argument, or null when it was not given. */
  public @Nullable Object get(int index, String name) {
    if (index >= 0 && index < positional.size()) {
      return positional.get(index);
    }
    return named.get(name);
  }

  /** The argument, or the given value when it was not given. */
  public Object get(int index, String name, Object otherwise) {
    Object value = get(index, name);
    return value == null ? otherwise : value;
  }

  /** The argument, which must be given. */
  public Object require(int index, String name) {
    Object value = get(index, name);
    if (value == null) {
      throw EvaluationException.type("missing a required argument: '" + name + "'");
    }
    return value;
  }

  /** The argument as a string, which it must be. */
  public String string(int index, String name) {
    Object value = require(index, name);
    if (value instanceof String text) {
      return text;
    }
    throw unfit(name, "str", value);
  }

  /** The argument as a string; null when not given, None or undefined. */
  public @Nullable String optionalString(int index, String name) {
    Object value = get(index, name);
    if (value == null || value == None.NONE || value instanceof Undefined) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw unfit(name, "str", value);
  }

  /** The argument as an integer that fits in an int. */
  public int integer(int index, String name, int otherwise) {
    Object value = get(index, name);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case Long number when number == number.intValue() -> number.intValue();
      case Boolean flag -> flag ? 1 : 0;
      default -> throw unfit(name, "int", value);
    };
  }

  /** The truth of the argument. */
  public boolean flag(int index, String name, boolean otherwise) {
    Object value = get(index, name);
    return value == null ? otherwise : Python.truth(value);
  }

  /**
   * Sorts the arguments by a signature, as Python does.
   *
   * @param function the name for messages
   * @param required how many of the parameters must be given
   * @param parameters the names in order
   * @return one element per parameter; null for what was not given
   */
  public @Nullable Object[] bind(String function, int required, String... parameters) {
    int given = positional.size();
    if (given > parameters.length) {
      throw EvaluationException.type(tooMany(function, required, parameters.length, given));
    }
    @Nullable Object[] bound = new @Nullable Object[parameters.length];
    for (int i = 0; i < given; i++) {
      bound[i] = positional.get(i);
    }
    for (Map.Entry<String, Object> entry : named.entrySet()) {
      int index = List.of(parameters).indexOf(entry.getKey());
      if (index < 0) {
        throw EvaluationException.type(
            function + "() got an unexpected keyword argument '" + entry.getKey() + "'");
      }
      if (bound[index] != null) {
        throw EvaluationException.type(
            function + "() got multiple values for argument '" + entry.getKey() + "'");
      }
      bound[index] = entry.getValue();
    }
    for (int i = 0; i < required; i++) {
      if (bound[i] == null) {
        throw EvaluationException.type(
            function + "() missing 1 required positional argument: '" + parameters[i] + "'");
      }
    }
    return bound;
  }

  private static String tooMany(String function, int required, int allowed, int given) {
    String takes =
        required == allowed ? String.valueOf(allowed) : "from " + required + " to " + allowed;
    return function
        + "() takes "
        + takes
        + " positional argument"
        + (allowed == 1 && required == allowed ? "" : "s")
        + " but "
        + given
        + (given == 1 ? " was given" : " were given");
  }

  private static EvaluationException unfit(String name, String wanted, Object value) {
    return EvaluationException.type(
        "argument '" + name + "' must be " + wanted + ", not " + Python.typeName(value));
  }

  /** As the arguments would be written in a call. */
  @Override
  public String toString() {
    String first = positional.stream().map(Python::repr).collect(Collectors.joining(", "));
    String second =
        named.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Python.repr(entry.getValue()))
            .collect(Collectors.joining(", "));
    return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
  }
}
