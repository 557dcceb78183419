package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call that stands in the source, found without rendering.
 *
 * @param function what is called, as written, such as {@code ref} or {@code adapter.dispatch}
 * @param literal whether all arguments are literals; when not, both argument collections are empty
 * @param positional the arguments without a name
 * @param named the arguments with a name, in order
 * @param position where the call begins
 */
public record StaticCall(
    String function,
    boolean literal,
    List<Object> positional,
    Map<String, Object> named,
    Position position) {
  public StaticCall {
    requireNonNull(function, "function");
    requireNonNull(position, "position");
    positional = List.copyOf(positional);
    named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }
}
