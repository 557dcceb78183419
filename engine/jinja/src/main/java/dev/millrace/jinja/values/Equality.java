package dev.millrace.jinja.values;

import dev.millrace.jinja.EvaluationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's {@code ==}. */
final class Equality {
  // Shared parts are compared each time they come: a small value may unfold to an endless one.
  private static final int MAX_COMPARISONS = 2_000_000;

  private int comparisons;

  private Equality() {}

  static boolean equal(Object left, Object right) {
    return new Equality().same(left, right);
  }

  private boolean same(Object left, Object right) {
    if (++comparisons > MAX_COMPARISONS) {
      throw EvaluationException.limit(
          "the values have more than " + MAX_COMPARISONS + " parts to compare");
    }
    if (left == right) {
      // nan is the one value that does not equal itself.
      return !(left instanceof Double number && number.isNaN());
    }
    return switch (left) {
      case String text -> text.equals(right);
      case Boolean flag -> numbers(flag ? 1L : 0L, right);
      case Long number -> numbers(number, right);
      case Double number -> numbers(number, right);
      case BigInteger number -> numbers(number, right);
      case PyTuple tuple ->
          right instanceof PyTuple other && lists(tuple.elements(), other.elements());
      case PyRange range -> right instanceof PyRange other && lists(range, other);
      case List<?> list ->
          right instanceof List<?> other && !(right instanceof PyRange) && lists(list, other);
      case Map<?, ?> map -> right instanceof Map<?, ?> other && maps(map, other);
      case Undefined undefined -> {
        undefined.look();
        yield right instanceof Undefined;
      }
      default -> left.equals(right);
    };
  }

  private static boolean numbers(Object left, Object right) {
    Object other = right instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : right;
    if (left instanceof Long a && other instanceof Long b) {
      return a.longValue() == b.longValue();
    }
    if (left instanceof Double a && other instanceof Double b) {
      return a.doubleValue() == b.doubleValue();
    }
    if (!isNumber(other)) {
      return false;
    }
    if (notFinite(left) || notFinite(other)) {
      return false;
    }
    return decimal(left).compareTo(decimal(other)) == 0;
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof BigInteger;
  }

  private static boolean notFinite(Object value) {
    return value instanceof Double number && !Double.isFinite(number);
  }

  private static BigDecimal decimal(Object value) {
    return switch (value) {
      case Double number -> new BigDecimal(number);
      case BigInteger number -> new BigDecimal(number);
      case Long number -> BigDecimal.valueOf(number);
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  private boolean lists(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<?> others = right.iterator();
    for (Object element : left) {
      if (!same(Values.of(element), Values.of(others.next()))) {
        return false;
      }
    }
    return true;
  }

  private boolean maps(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : left.entrySet()) {
      if (!right.containsKey(entry.getKey())
          || !same(Values.of(entry.getValue()), Values.of(right.get(entry.getKey())))) {
        return false;
      }
    }
    return true;
  }
}
