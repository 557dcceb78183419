package dev.millrace.jinja.runtime;

import java.util.HashMap;
import java.util.Map;

/** The names every template knows. */
public final class StandardGlobals {
  private StandardGlobals() {}

  /** A new map of Jinja2's globals. */
  public static Map<String, Object> all() {
    return new HashMap<>();
  }
}
