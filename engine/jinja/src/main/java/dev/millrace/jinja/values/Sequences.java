package dev.millrace.jinja.values;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators, items and slices of strings, lists and tuples. */
public final class Sequences {
  private Sequences() {}

  /** The result of an operator, or null when none of the two is a sequence that supports it. */
  static @Nullable Object apply(String symbol, Object left, Object right, Budget budget) {
    return switch (symbol) {
      case "+" -> add(left, right, budget);
      case "*" -> {
        Object product = repeat(left, right, budget);
        yield product == null ? repeat(right, left, budget) : product;
      }
      case "%" ->
          left instanceof String format ? PercentFormat.format(format, right, budget) : null;
      case "-" -> difference(left, right, budget);
      default -> null;
    };
  }

  private static @Nullable Object add(Object left, Object right, Budget budget) {
    if (left instanceof String a) {
      if (right instanceof String b) {
        budget.allocate((long) a.length() + b.length());
        return a.concat(b);
      }
      throw concatenation("str", right);
    }
    if (left instanceof PyTuple a) {
      if (right instanceof PyTuple b) {
        return PyTuple.copyOf(joined(a.elements(), b.elements(), budget));
      }
      throw concatenation("tuple", right);
    }
    if (left instanceof List<?> a && !(left instanceof PyRange)) {
      if (right instanceof List<?> b && !(right instanceof PyRange)) {
        return joined(a, b, budget);
      }
      throw concatenation("list", right);
    }
    return null;
  }

  private static EvaluationException concatenation(String type, Object right) {
    return EvaluationException.type(
        "can only concatenate " + type + " (not \"" + Python.typeName(right) + "\") to " + type);
  }

  private static List<Object> joined(List<?> a, List<?> b, Budget budget) {
    budget.allocate(16L * (a.size() + b.size()));
    List<Object> result = new ArrayList<>(a.size() + b.size());
    a.forEach(element -> result.add(Values.of(element)));
    b.forEach(element -> result.add(Values.of(element)));
    return result;
  }

  private static @Nullable Object repeat(Object sequence, Object count, Budget budget) {
    Long times = Arithmetic.index(count);
    if (times == null || !isRepeatable(sequence)) {
      return null;
    }
    long copies = Math.max(0, times);
    if (sequence instanceof String text) {
      budget.allocate(product(copies, text.length()));
      return text.repeat(text.isEmpty() ? 0 : (int) copies);
    }
    List<?> elements = sequence instanceof PyTuple tuple ? tuple.elements() : (List<?>) sequence;
    budget.allocate(product(copies, 16L * elements.size()));
    List<Object> result = new ArrayList<>();
    for (long i = 0; i < (elements.isEmpty() ? 0 : copies); i++) {
      elements.forEach(element -> result.add(Values.of(element)));
    }
    return sequence instanceof PyTuple ? PyTuple.copyOf(result) : result;
  }

  private static boolean isRepeatable(Object value) {
    return value instanceof String
        || value instanceof PyTuple
        || (value instanceof List<?> && !(value instanceof PyRange));
  }

  private static long product(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  // A set takes away sets alone; the views of a dict take away anything that can be iterated.
  private static @Nullable PySet difference(Object left, Object right, Budget budget) {
    boolean sets = left instanceof PySet && right instanceof PySet;
    boolean views = isView(left) || isView(right);
    if ((!sets && !views)
        || Iteration.iteratorOrNull(left) == null
        || Iteration.iteratorOrNull(right) == null) {
      return null;
    }
    PySet result = new PySet(Iteration.list(left, budget));
    Iteration.list(right, budget).forEach(result::remove);
    return result;
  }

  private static boolean isView(Object value) {
    return value instanceof DictView view && view.isSet();
  }

  /** The element at a Python index, or null when there is none or the value is no sequence. */
  public static @Nullable Object item(Object sequence, long index) {
    int size = sequence instanceof String text ? points(text) : Iteration.size(sequence);
    long at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      return null;
    }
    return switch (sequence) {
      case String text -> {
        int offset = text.length() == size ? (int) at : text.offsetByCodePoints(0, (int) at);
        yield Character.toString(text.codePointAt(offset));
      }
      case List<?> list -> Values.of(list.get((int) at));
      case PyTuple tuple -> tuple.get((int) at);
      default -> null;
    };
  }

  /** Whether a value has parts that a slice takes. */
  public static boolean isSliceable(Object value) {
    return value instanceof String || value instanceof List<?> || value instanceof PyTuple;
  }

  /** A part of a sequence; an error when the value is none. */
  public static Object slice(Object sequence, Slice slice, Budget budget) {
    if (sequence instanceof String text) {
      return slice(text, slice, budget);
    }
    if (sequence instanceof PyRange range) {
      return range.slice(slice);
    }
    List<?> elements =
        sequence instanceof PyTuple tuple
            ? tuple.elements()
            : sequence instanceof List<?> list ? list : null;
    if (elements == null) {
      throw EvaluationException.type(
          sequence instanceof Map<?, ?>
              ? "unhashable type: 'slice'"
              : "'" + Python.typeName(sequence) + "' object is not subscriptable");
    }
    Slice.Bounds bounds = slice.within(elements.size());
    budget.allocate(16L * bounds.count());
    List<Object> result = new ArrayList<>(bounds.count());
    for (int i = 0; i < bounds.count(); i++) {
      result.add(Values.of(elements.get(bounds.index(i))));
    }
    return sequence instanceof PyTuple ? PyTuple.copyOf(result) : result;
  }

  private static String slice(String text, Slice slice, Budget budget) {
    int size = points(text);
    Slice.Bounds bounds = slice.within(size);
    budget.allocate(bounds.count());
    if (size == text.length() && bounds.step() == 1) {
      return text.substring(bounds.start(), bounds.start() + bounds.count());
    }
    int[] points = text.codePoints().toArray();
    StringBuilder result = new StringBuilder(bounds.count());
    for (int i = 0; i < bounds.count(); i++) {
      result.appendCodePoint(points[bounds.index(i)]);
    }
    return result.toString();
  }

  private static int points(String text) {
    return text.codePointCount(0, text.length());
  }
}
