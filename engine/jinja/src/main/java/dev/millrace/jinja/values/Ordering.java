package dev.millrace.jinja.values;

import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code <}, {@code <=}, {@code >} and {@code >=}. */
public final class Ordering {
  private Ordering() {}

  /**
   * A negative, zero or positive number; an error when the two have no order. NaN has none to
   * anything, and counts as greater here.
   *
   * @param symbol the operator, for the message
   */
  public static int compare(Object left, Object right, String symbol) {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return strings(a, b);
    }
    if (isNumber(left) && isNumber(right)) {
      return numbers(left, right);
    }
    if (left instanceof PyTuple a && right instanceof PyTuple b) {
      return lists(a.elements(), b.elements(), symbol);
    }
    if (left instanceof List<?> a
        && right instanceof List<?> b
        && !(left instanceof PyRange)
        && !(right instanceof PyRange)) {
      return lists(a, b, symbol);
    }
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
    Integer order =
        left instanceof JinjaObject object
            ? object.order(right)
            : right instanceof JinjaObject object ? negated(object.order(left)) : null;
    if (order != null) {
      return order;
    }
    throw EvaluationException.type(
        "'"
            + symbol
            + "' not supported between instances of '"
            + Python.typeName(left)
            + "' and '"
            + Python.typeName(right)
            + "'");
  }

  private static @Nullable Integer negated(@Nullable Integer order) {
    return order == null ? null : -order;
  }

  /** Whether a value counts as a number: booleans do. */
  public static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof BigInteger;
  }

  // By code points, as Python does; Java compares surrogates below U+E000.
  private static int strings(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean both = Character.isSurrogate(a) == Character.isSurrogate(b);
        return both ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int numbers(Object left, Object right) {
    Object a = left instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : left;
    Object b = right instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : right;
    if (a instanceof Double x && !Double.isFinite(x)) {
      return Double.compare(x, doubleOf(b));
    }
    if (b instanceof Double y && !Double.isFinite(y)) {
      return Double.compare(doubleOf(a), y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    return decimal(a).compareTo(decimal(b));
  }

  private static double doubleOf(Object number) {
    return ((Number) number).doubleValue();
  }

  private static BigDecimal decimal(Object number) {
    return switch (number) {
      case Double value -> new BigDecimal(value);
      case BigInteger value -> new BigDecimal(value);
      default -> BigDecimal.valueOf(((Number) number).longValue());
    };
  }

  private static int lists(List<?> left, List<?> right, String symbol) {
    int length = Math.min(left.size(), right.size());
    for (int i = 0; i < length; i++) {
      Object a = Values.of(left.get(i));
      Object b = Values.of(right.get(i));
      if (!Python.equal(a, b)) {
        return compare(a, b, symbol);
      }
    }
    return Integer.compare(left.size(), right.size());
  }
}
