package dev.millrace.jinja.filters;

import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the attribute path that {@code attribute='a.b.0'} names. */
final class Getter {
  private final List<Object> path;
  private final @Nullable Object otherwise;
  private final boolean ignoreCase;
  private final CallContext context;

  /**
   * @param attribute a dotted path, an index, or None for the element itself
   * @param otherwise what stands in for a missing value, or null
   */
  Getter(Object attribute, @Nullable Object otherwise, boolean ignoreCase, CallContext context) {
    this.path = path(attribute);
    this.otherwise = otherwise;
    this.ignoreCase = ignoreCase;
    this.context = context;
  }

  private static List<Object> path(Object attribute) {
    if (attribute == None.NONE) {
      return List.of();
    }
    if (!(attribute instanceof String text)) {
      return List.of(attribute);
    }
    List<Object> path = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      boolean number =
          !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
      path.add(number ? (Object) Long.valueOf(part) : part);
    }
    return path;
  }

  Object get(Object element) {
    Object value = element;
    for (Object part : path) {
      value = context.item(value, part);
      if (otherwise != null && value instanceof Undefined) {
        value = otherwise;
      }
    }
    return ignoreCase && value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
  }

  /** The text of a value's attribute. */
  String text(Object element) {
    return Python.str(get(element));
  }
}
