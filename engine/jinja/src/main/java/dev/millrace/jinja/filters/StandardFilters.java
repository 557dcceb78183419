package dev.millrace.jinja.filters;

import dev.millrace.jinja.Filter;
import java.util.HashMap;
import java.util.Map;

/** All filters by name. */
public final class StandardFilters {
  private StandardFilters() {}

  /** A new map of Jinja2's and dbt's filters. */
  public static Map<String, Filter> all() {
    return new HashMap<>();
  }
}
