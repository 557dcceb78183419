package dev.millrace.engine.project;

import dev.millrace.engine.problem.SourcePosition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configs of dbt-confluent and dbt-flink-adapter in Millrace's own words.
 *
 * <table>
 * <caption>What becomes what</caption>
 * <tr><td>{@code execution_config}, {@code default_execution_config}</td><td>{@code flink_options};
 * {@code pipeline.name} is the {@code job}</td></tr>
 * <tr><td>{@code statement_properties}</td><td>the {@code flink_options} of the same meaning</td></tr>
 * <tr><td>{@code statement_name}</td><td>{@code job}</td></tr>
 * <tr><td>{@code distributed_by}: {@code buckets}</td><td>{@code topic_partitions}</td></tr>
 * <tr><td>{@code with}: {@code kafka.retention.time}, {@code kafka.cleanup-policy}</td><td>{@code
 * topic_config}</td></tr>
 * </table>
 *
 * <p>What the project says in Millrace's own words wins.
 */
public final class ForeignConfigs {
  /** Flink's names of Confluent's statement properties. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sql.state-ttl", "table.exec.state.ttl",
          "sql.local-time-zone", "table.local-time-zone",
          "sql.tables.scan.idle-timeout", "table.exec.source.idle-timeout");

  /** Options of a job that Millrace decides itself, whatever another tool was told. */
  private static final List<String> DECIDED =
      List.of(
          "execution.runtime-mode",
          "execution.savepoint",
          "execution.state-recovery",
          "table.exec.uid",
          "$internal");

  private static final Set<String> POLICIES = Set.of("delete", "compact", "delete-compact");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,9})\\s*(ms|s|sec|m|min|h|hours?|d|days?|)", Pattern.CASE_INSENSITIVE);

  private final Map<String, Object> values;
  private final Map<String, SourcePosition> origins;

  private ForeignConfigs(NodeConfig config) {
    this.values = new TreeMap<>(config.values());
    this.origins = new TreeMap<>(config.origins());
  }

  /** The configuration with what other dialects say added in our own words. */
  public static NodeConfig translated(NodeConfig config) {
    ForeignConfigs own = new ForeignConfigs(config);
    own.execution();
    own.statement();
    own.topic();
    return new NodeConfig(own.values, own.origins);
  }

  /** Whether Millrace decides an option of {@code execution_config} itself. */
  public static boolean isDecided(String option) {
    return DECIDED.stream().anyMatch(option::startsWith);
  }

  /** Whether a statement property of Confluent Cloud has a meaning elsewhere. */
  public static boolean isKnownProperty(String property) {
    return PROPERTIES.containsKey(property);
  }

  /** Whether an option of a table becomes one of its topic. */
  public static boolean isTopicOption(String option, String value) {
    return switch (option) {
      case "kafka.retention.time" -> TIME.matcher(value.strip()).matches();
      case "kafka.cleanup-policy" -> POLICIES.contains(value);
      default -> false;
    };
  }

  private void execution() {
    for (String key : List.of("execution_config", "default_execution_config")) {
      map(key)
          .forEach(
              (option, value) -> {
                if (option.equals("pipeline.name")) {
                  setIfAbsent("job", value, key);
                } else if (!isDecided(option)) {
                  addIfAbsent("flink_options", option, value, key);
                }
              });
    }
  }

  private void statement() {
    String key = "statement_properties";
    map(key)
        .forEach(
            (property, value) -> {
              String option = PROPERTIES.get(property);
              boolean said = "sql.state-ttl".equals(property) && values.containsKey("state_ttl");
              if (option != null && !said) {
                addIfAbsent("flink_options", option, value, key);
              }
            });
    if (values.get("statement_name") instanceof String name) {
      setIfAbsent("job", name, "statement_name");
    }
  }

  private void topic() {
    Object buckets = map("distributed_by").get("buckets");
    if (buckets != null) {
      setIfAbsent("topic_partitions", buckets, "distributed_by");
    }
    map("with")
        .forEach(
            (option, value) -> {
              String text = String.valueOf(value);
              if (isTopicOption(option, text)) {
                if (option.equals("kafka.cleanup-policy")) {
                  String policy = text.equals("delete-compact") ? "compact,delete" : text;
                  addIfAbsent("topic_config", "cleanup.policy", policy, "with");
                } else {
                  addIfAbsent("topic_config", "retention.ms", milliseconds(text), "with");
                }
              }
            });
  }

  /** Confluent's 0 means for ever, as Kafka's -1 does. */
  private static String milliseconds(String time) {
    Matcher matcher = TIME.matcher(time.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no time: " + time);
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2).toLowerCase(java.util.Locale.ROOT);
    Duration duration =
        switch (unit.isEmpty() ? "ms" : unit) {
          case "ms" -> Duration.ofMillis(amount);
          case "s", "sec" -> Duration.ofSeconds(amount);
          case "m", "min" -> Duration.ofMinutes(amount);
          case "h", "hour", "hours" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    return duration.isZero() ? "-1" : Long.toString(duration.toMillis());
  }

  private Map<String, Object> map(String key) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (values.get(key) instanceof Map<?, ?> given) {
      given.forEach(
          (name, value) -> {
            if (value != null) {
              map.put(String.valueOf(name), value);
            }
          });
    }
    return map;
  }

  private void setIfAbsent(String key, Object value, String from) {
    if (values.putIfAbsent(key, value) == null) {
      origin(key, from);
    }
  }

  private void addIfAbsent(String key, String option, Object value, String from) {
    Object before = values.get(key);
    if (before != null && !(before instanceof Map<?, ?>)) {
      // Whoever reads the key says what is wrong with it.
      return;
    }
    Map<String, Object> all = map(key);
    if (all.putIfAbsent(option, value) == null) {
      values.put(key, all);
      if (before == null) {
        origin(key, from);
      }
    }
  }

  private void origin(String key, String from) {
    SourcePosition place = origins.get(from);
    if (place != null) {
      origins.put(key, place);
    }
  }
}
