package dev.millrace.jinja.runtime;

import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.syntax.Literals;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.Python;
import java.util.Optional;

/** dbt's filters that turn text into values in typed mode. */
final class NativeValues {
  private NativeValues() {}

  /** The value behind the template's last filter, converted if it is one of dbt's. */
  static Evaluator converted(String filter, Evaluator value, Site site) {
    return switch (filter) {
      case "as_text" -> frame -> Python.str(value.evaluate(frame));
      case "as_native" -> frame -> literal(value.evaluate(frame));
      case "as_bool" ->
          frame -> {
            Object result = literal(value.evaluate(frame));
            if (result instanceof Boolean) {
              return result;
            }
            throw frame.state.failure(
                ErrorKind.TYPE,
                "Could not convert value '" + Python.str(result) + "' into type 'bool'",
                site);
          };
      case "as_number" ->
          frame -> {
            Object result = literal(value.evaluate(frame));
            if (Ordering.isNumber(result) && !(result instanceof Boolean)) {
              return result;
            }
            throw frame.state.failure(
                ErrorKind.TYPE,
                "Could not convert value '" + Python.str(result) + "' into type 'number'",
                site);
          };
      default -> value;
    };
  }

  private static Object literal(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    Optional<Object> literal = Literals.read(text);
    return literal.orElse(value);
  }
}
