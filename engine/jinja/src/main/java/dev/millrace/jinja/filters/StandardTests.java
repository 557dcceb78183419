package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.TestFunction;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jinja2's tests. */
public final class StandardTests {
  // The tests that take nothing but the value.
  private static final List<String> PLAIN =
      List.of(
          "odd",
          "even",
          "defined",
          "undefined",
          "lower",
          "upper",
          "escaped",
          "filter",
          "test",
          "none",
          "boolean",
          "true",
          "false",
          "integer",
          "float",
          "number",
          "string",
          "mapping",
          "sequence",
          "iterable",
          "callable");

  private StandardTests() {}

  private static TestFunction withoutArguments(String name, TestFunction test) {
    return (value, arguments) -> {
      if (!arguments.positional().isEmpty() || !arguments.named().isEmpty()) {
        throw EvaluationException.type(
            "test_" + name + "() takes 1 positional argument but more were given");
      }
      return test.test(value, arguments);
    };
  }

  /** A new map of all tests by name. */
  public static Map<String, TestFunction> all() {
    Map<String, TestFunction> tests = new HashMap<>();
    types(tests);
    comparisons(tests);
    tests.put("odd", (value, arguments) -> isRemainder(value, 2L, 1L, arguments));
    tests.put("even", (value, arguments) -> isRemainder(value, 2L, 0L, arguments));
    tests.put(
        "divisibleby",
        (value, arguments) -> isRemainder(value, arguments.require(0, "num"), 0L, arguments));
    tests.put("defined", (value, arguments) -> !(value instanceof Undefined));
    tests.put("undefined", (value, arguments) -> value instanceof Undefined);
    tests.put("lower", (value, arguments) -> isCased(value, false));
    tests.put("upper", (value, arguments) -> isCased(value, true));
    tests.put("sameas", (value, arguments) -> isSame(value, arguments.require(0, "other")));
    tests.put("escaped", (value, arguments) -> false);
    tests.put(
        "filter",
        (value, arguments) ->
            value instanceof String name && arguments.context().environment().filter(name) != null);
    tests.put(
        "test",
        (value, arguments) ->
            value instanceof String name && arguments.context().environment().test(name) != null);
    tests.put(
        "in",
        (value, arguments) ->
            Iteration.contains(arguments.require(0, "seq"), value, arguments.context()));
    PLAIN.forEach(name -> tests.computeIfPresent(name, StandardTests::withoutArguments));
    return tests;
  }

  private static void types(Map<String, TestFunction> tests) {
    tests.put("none", (value, arguments) -> value == None.NONE);
    tests.put("boolean", (value, arguments) -> value instanceof Boolean);
    tests.put("true", (value, arguments) -> value.equals(true));
    tests.put("false", (value, arguments) -> value.equals(false));
    tests.put(
        "integer", (value, arguments) -> value instanceof Long || value instanceof BigInteger);
    tests.put("float", (value, arguments) -> value instanceof Double);
    tests.put("number", (value, arguments) -> Ordering.isNumber(value));
    tests.put("string", (value, arguments) -> value instanceof String);
    tests.put(
        "mapping",
        (value, arguments) ->
            value instanceof Map<?, ?>
                || (value instanceof JinjaObject object && object.isMapping()));
    tests.put("sequence", (value, arguments) -> isSequence(value));
    tests.put(
        "iterable",
        (value, arguments) ->
            value instanceof Undefined || Iteration.iteratorOrNull(value) != null);
    // Jinja2's undefined can be called, if only to fail.
    tests.put(
        "callable", (value, arguments) -> value instanceof Callable || value instanceof Undefined);
  }

  private static void comparisons(Map<String, TestFunction> tests) {
    TestFunction equal = (value, arguments) -> Python.equal(value, arguments.require(0, "other"));
    TestFunction notEqual = (value, arguments) -> !equal.test(value, arguments);
    for (String name : List.of("==", "eq", "equalto")) {
      tests.put(name, equal);
    }
    for (String name : List.of("!=", "ne")) {
      tests.put(name, notEqual);
    }
    for (String name : List.of(">", "gt", "greaterthan")) {
      tests.put(name, (value, arguments) -> order(value, arguments, ">") > 0);
    }
    for (String name : List.of("<", "lt", "lessthan")) {
      tests.put(name, (value, arguments) -> order(value, arguments, "<") < 0);
    }
    for (String name : List.of(">=", "ge")) {
      tests.put(name, (value, arguments) -> order(value, arguments, ">=") >= 0);
    }
    for (String name : List.of("<=", "le")) {
      tests.put(name, (value, arguments) -> order(value, arguments, "<=") <= 0);
    }
  }

  private static int order(Object value, Arguments arguments, String symbol) {
    return Ordering.compare(value, arguments.require(0, "other"), symbol);
  }

  private static boolean isRemainder(
      Object value, Object divisor, Long wanted, Arguments arguments) {
    return Python.equal(Arithmetic.apply("%", value, divisor, arguments.context()), wanted);
  }

  private static boolean isSequence(Object value) {
    return switch (value) {
      case String text -> true;
      case List<?> list -> true;
      case Map<?, ?> map -> true;
      case PyTuple tuple -> true;
      case PySet set -> false;
      case Undefined undefined -> true;
      case JinjaObject object -> object.length() >= 0;
      default -> false;
    };
  }

  private static boolean isCased(Object value, boolean upper) {
    String text = Python.str(value);
    boolean cased =
        text.codePoints()
            .anyMatch(point -> Character.isUpperCase(point) || Character.isLowerCase(point));
    return cased
        && text.codePoints().noneMatch(upper ? Character::isLowerCase : Character::isUpperCase);
  }

  // Python keeps one object per small integer, truth value and None.
  @SuppressWarnings("ReferenceEquality") // identity is what the test asks for
  private static boolean isSame(Object value, Object other) {
    if (value == other) {
      return true;
    }
    return switch (value) {
      case Boolean flag -> flag.equals(other);
      case Long number -> number.equals(other) && number >= -5 && number <= 256;
      case String text -> text.equals(other);
      default -> false;
    };
  }

  static EvaluationException unknown(String name) {
    return EvaluationException.type("No test named '" + name + "'.");
  }
}
