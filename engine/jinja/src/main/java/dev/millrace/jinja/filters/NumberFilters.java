package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Filters for numbers. */
final class NumberFilters {
  private static final int MAX_PRECISION = 400;

  private NumberFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("int", NumberFilters::integer);
    filters.put("float", NumberFilters::real);
    filters.put("abs", NumberFilters::absolute);
    filters.put("round", NumberFilters::round);
  }

  private static Object integer(Object value, Arguments arguments) {
    arguments.bind("int", 0, "default", "base");
    return Conversions.toInteger(
        value, arguments.integer(1, "base", 10), arguments.get(0, "default", 0L));
  }

  private static Object real(Object value, Arguments arguments) {
    arguments.bind("float", 0, "default");
    Object otherwise = arguments.get(0, "default", 0.0);
    Object result = Conversions.toFloat(value, otherwise);
    return result == null ? otherwise : result;
  }

  private static Object absolute(Object value, Arguments arguments) {
    number(value, "abs(): ");
    if (value instanceof Double real) {
      return Math.abs(real);
    }
    return Values.ofInteger(Arithmetic.big(value).abs());
  }

  private static void number(Object value, String operation) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!Ordering.isNumber(value)) {
      throw EvaluationException.type(
          "bad operand type for " + operation + "'" + Python.typeName(value) + "'");
    }
  }

  private static Object round(Object value, Arguments arguments) {
    arguments.bind("round", 0, "precision", "method");
    int precision = arguments.integer(0, "precision", 0);
    String method = Python.str(arguments.get(1, "method", "common"));
    number(value, "round(): ");
    if (Math.abs(precision) > MAX_PRECISION) {
      throw EvaluationException.limit("precision too large");
    }
    if (!method.equals("common") && !method.equals("ceil") && !method.equals("floor")) {
      throw EvaluationException.type("method must be common, ceil or floor");
    }
    if (method.equals("common")) {
      return common(value, precision);
    }
    double scale = Math.pow(10, precision);
    double scaled = Arithmetic.real(value) * scale;
    // Python's ceil and floor give integers, which know no negative zero.
    return ((method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) + 0.0) / scale;
  }

  // Half goes to the even neighbour, decided on the exact binary value, as in Python.
  private static Object common(Object value, int precision) {
    if (value instanceof Double real) {
      return Double.isFinite(real)
          ? (Object)
              Math.copySign(
                  new BigDecimal(real).setScale(precision, RoundingMode.HALF_EVEN).doubleValue(),
                  real)
          : real;
    }
    if (precision >= 0) {
      return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
    }
    BigDecimal rounded =
        new BigDecimal(Arithmetic.big(value)).setScale(precision, RoundingMode.HALF_EVEN);
    return Values.ofInteger(rounded.toBigInteger());
  }
}
