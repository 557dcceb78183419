package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: what all artifacts that it writes, and all lines that it logs, have in
 * common.
 *
 * @param id of this run alone
 * @param command dbt's verb, such as {@code run}
 * @param arguments what was asked for, by dbt's names of options; without secrets
 * @param environment variables that go into artifacts: those whose names begin with {@value
 *     #ENVIRONMENT_PREFIX}, without that
 */
public record Invocation(
    String id,
    Instant startedAt,
    String command,
    Map<String, @Nullable Object> arguments,
    Map<String, String> environment) {
  /** How variables begin that dbt puts into artifacts. */
  public static final String ENVIRONMENT_PREFIX = "DBT_ENV_CUSTOM_ENV_";

  public Invocation {
    requireNonNull(id, "id");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(command, "command");
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** A run that begins now. */
  public static Invocation begin(
      String command,
      Map<String, @Nullable Object> arguments,
      Map<String, String> environment,
      Instant now) {
    Map<String, String> custom = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT_PREFIX)) {
            custom.put(name.substring(ENVIRONMENT_PREFIX.length()), value);
          }
        });
    return new Invocation(UUID.randomUUID().toString(), now, command, arguments, custom);
  }
}
