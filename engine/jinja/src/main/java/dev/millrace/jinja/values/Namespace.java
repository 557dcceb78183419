package dev.millrace.jinja.values;

import java.util.LinkedHashMap;
import java.util.Map;

/** Jinja2's {@code namespace()}: the one object whose attributes {@code set} may change. */
public final class Namespace {
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** The attributes, live. */
  public Map<String, Object> attributes() {
    return attributes;
  }
}
