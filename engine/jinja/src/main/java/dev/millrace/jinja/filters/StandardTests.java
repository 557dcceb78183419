package dev.millrace.jinja.filters;

import dev.millrace.jinja.TestFunction;
import java.util.HashMap;
import java.util.Map;

/** All tests by name. */
public final class StandardTests {
  private StandardTests() {}

  /** A new map of Jinja2's tests. */
  public static Map<String, TestFunction> all() {
    return new HashMap<>();
  }
}
