package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.syntax.Literals;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.Python;
import java.util.HashMap;
import java.util.Map;

/** dbt's filters that turn text into values; they change nothing but in typed mode. */
public final class NativeValues {
  private NativeValues() {}

  /** A new map of the filters. */
  public static Map<String, Filter> filters() {
    Map<String, Filter> filters = new HashMap<>();
    filters.put("as_text", (value, arguments) -> isTyped(arguments) ? Python.str(value) : value);
    filters.put("as_native", (value, arguments) -> isTyped(arguments) ? literal(value) : value);
    filters.put("as_bool", NativeValues::asBool);
    filters.put("as_number", NativeValues::asNumber);
    return filters;
  }

  private static boolean isTyped(Arguments arguments) {
    return Invocation.of(arguments.context()).state().isTyped();
  }

  private static Object asBool(Object value, Arguments arguments) {
    if (!isTyped(arguments)) {
      return value;
    }
    Object result = literal(value);
    if (result instanceof Boolean) {
      return result;
    }
    throw unfit(value, "bool");
  }

  private static Object asNumber(Object value, Arguments arguments) {
    if (!isTyped(arguments)) {
      return value;
    }
    Object result = literal(value);
    if (Ordering.isNumber(result) && !(result instanceof Boolean)) {
      return result;
    }
    throw unfit(value, "number");
  }

  private static EvaluationException unfit(Object value, String type) {
    return EvaluationException.type(
        "Could not convert value '" + Python.str(value) + "' into type '" + type + "'");
  }

  private static Object literal(Object value) {
    return value instanceof String text ? Literals.read(text).orElse(value) : value;
  }
}
