package dev.millrace.jinja.values;

import java.util.Collection;

/** Python's order of sets, which is inclusion: of two sets neither need be the smaller one. */
public final class Sets {
  private Sets() {}

  /** Whether both are sets or views of a dict's keys or items. */
  public static boolean areSets(Object left, Object right) {
    return isSet(left) && isSet(right);
  }

  private static boolean isSet(Object value) {
    return value instanceof PySet || (value instanceof DictView view && view.isSet());
  }

  /** {@code left symbol right} of two values that {@link #areSets}. */
  public static boolean holds(String symbol, Object left, Object right) {
    Collection<?> a = (Collection<?>) left;
    Collection<?> b = (Collection<?>) right;
    return switch (symbol) {
      case "<" -> a.size() < b.size() && b.containsAll(a);
      case "<=" -> a.size() <= b.size() && b.containsAll(a);
      case ">" -> b.size() < a.size() && a.containsAll(b);
      default -> b.size() <= a.size() && a.containsAll(b);
    };
  }
}
