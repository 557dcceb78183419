package dev.millrace.engine.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.chrono.ChronoLocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identity and order of the values a {@link dev.millrace.engine.connect.Row} can hold. */
final class Values {
  /** A total order: NULL first, then by kind of value, then by value. */
  static final Comparator<@Nullable Object> ORDER = Values::compare;

  /** Row by row, column by column. */
  static final Comparator<List<@Nullable Object>> ROW_ORDER = Values::compareLists;

  private Values() {}

  /**
   * An object that equals that of another value exactly when both are the same SQL value: arrays by
   * content, decimals whatever their scale.
   */
  static @Nullable Object identity(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case BigDecimal number -> number.stripTrailingZeros();
      case List<?> list -> identities(list);
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> same = new HashMap<>();
        map.forEach((key, element) -> same.put(identity(key), identity(element)));
        yield same;
      }
      default -> value;
    };
  }

  /** As {@link #identity(Object)} for each value. */
  static List<@Nullable Object> identities(List<?> values) {
    List<@Nullable Object> same = new ArrayList<>(values.size());
    values.forEach(value -> same.add(identity(value)));
    return same;
  }

  private static int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    int byKind = Integer.compare(kind(left), kind(right));
    if (byKind != 0) {
      return byKind;
    }
    return switch (left) {
      case Number number -> compareNumbers(number, (Number) right);
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
      case List<?> list -> compareLists(list, (List<?>) right);
      case ChronoLocalDateTime<?> time -> time.compareTo((ChronoLocalDateTime<?>) right);
      case Comparable<?> comparable when left.getClass() == right.getClass() ->
          compareSame(comparable, right);
      // Maps have no order of their own; their text does.
      default -> ValueText.sorted(left).compareTo(ValueText.sorted(right));
    };
  }

  @SuppressWarnings("unchecked") // both are of one class, which compares with itself
  private static int compareSame(Comparable<?> left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static int compareLists(List<?> left, List<?> right) {
    Iterator<?> others = right.iterator();
    for (Object value : left) {
      if (!others.hasNext()) {
        return 1;
      }
      int order = compare(value, others.next());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static int compareNumbers(Number left, Number right) {
    if (left instanceof Double || left instanceof Float) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    if (right instanceof Double || right instanceof Float) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    return decimal(left).compareTo(decimal(right));
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static int kind(Object value) {
    return switch (value) {
      case Boolean ignored -> 0;
      case Number ignored -> 1;
      case String ignored -> 2;
      case byte[] ignored -> 4;
      case List<?> ignored -> 5;
      case Map<?, ?> ignored -> 6;
      default -> 3;
    };
  }
}
