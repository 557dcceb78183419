package dev.millrace.cli.output;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, under the name and the code that readers of dbt's logs know it by.
 *
 * @param name such as {@code LogModelResult}
 * @param code such as {@code Q012}
 * @param message for people
 * @param data for programs
 */
public record LogEvent(
    String name, String code, LogLevel level, String message, Map<String, @Nullable Object> data) {
  public LogEvent {
    requireNonNull(name, "name");
    requireNonNull(code, "code");
    requireNonNull(level, "level");
    requireNonNull(message, "message");
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** A line of progress that dbt has no event of its own for. */
  public static LogEvent note(String message) {
    return new LogEvent("Note", "Z050", LogLevel.INFO, message, Map.of("msg", message));
  }

  /** A part of the answer. */
  public static LogEvent print(String message) {
    return new LogEvent("PrintEvent", "Z052", LogLevel.INFO, message, Map.of("msg", message));
  }
}
