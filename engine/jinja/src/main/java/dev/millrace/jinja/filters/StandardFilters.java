package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.values.PyRange;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All filters by name. */
public final class StandardFilters {
  private StandardFilters() {}

  /** A new map of Jinja2's and dbt's filters. */
  public static Map<String, Filter> all() {
    Map<String, Filter> filters = new HashMap<>();
    TextFilters.addTo(filters);
    NumberFilters.addTo(filters);
    SequenceFilters.addTo(filters);
    SelectFilters.addTo(filters);
    filters.put("default", StandardFilters::otherwise);
    filters.put("d", StandardFilters::otherwise);
    filters.put("attr", StandardFilters::attribute);
    filters.put(
        "is_list", (value, arguments) -> value instanceof List<?> && !(value instanceof PyRange));
    return filters;
  }

  private static Object otherwise(Object value, Arguments arguments) {
    arguments.bind("default", 0, "default_value", "boolean");
    boolean falseToo = arguments.flag(1, "boolean", false);
    if (value instanceof Undefined || (falseToo && !Python.truth(value))) {
      return arguments.get(0, "default_value", "");
    }
    return value;
  }

  private static Object attribute(Object value, Arguments arguments) {
    String name = Python.str(arguments.require(0, "name"));
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    return arguments.context().ownAttribute(value, name);
  }
}
