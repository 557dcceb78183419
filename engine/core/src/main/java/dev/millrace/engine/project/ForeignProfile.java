package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What outputs of dbt-confluent and dbt-flink-adapter mean here. */
final class ForeignProfile {
  private static final String CONFLUENT = "confluent";

  /** Keys of dbt-flink-adapter, in both its forms, that nothing here asks for. */
  private static final List<String> FLINK_KEYS =
      List.of(
          "session_name",
          "session",
          "session_idle_timeout_s",
          "heartbeat_enabled",
          "heartbeat_interval_s",
          "vvc_url",
          "vvc_workspace",
          "vvc_namespace",
          "vvc_api_key",
          "vvc_email",
          "vvc_password",
          "vvc_engine_version");

  /** Keys of dbt-confluent that say how its own statements are named and run. */
  private static final List<String> CONFLUENT_KEYS =
      List.of("execution_mode", "statement_name_prefix", "statement_label");

  private ForeignProfile() {}

  /** The settings with Flink's catalog and database under dbt's names for them. */
  static Map<String, Object> translated(String type, Map<String, Object> settings) {
    Map<String, Object> translated = new LinkedHashMap<>(settings);
    if (type.equals(CONFLUENT)) {
      Object environment = settings.get("environment_id");
      Object cluster = settings.get("dbname");
      if (environment != null && !settings.containsKey("catalog")) {
        translated.put("catalog", settings.getOrDefault("database", environment));
      }
      if (cluster != null) {
        translated.putIfAbsent("schema", cluster);
      }
    }
    return translated;
  }

  /** One warning for all keys of an output that have no effect. */
  static Optional<Problem> told(String type, String target, YamlMapping output) {
    List<String> keys = type.equals(CONFLUENT) ? CONFLUENT_KEYS : FLINK_KEYS;
    List<String> met = output.entries().keySet().stream().filter(keys::contains).toList();
    if (met.isEmpty()) {
      return Optional.empty();
    }
    var first = output.entries().get(met.getFirst());
    return Optional.of(
        Problem.warning(
                ProblemCode.PROFILE_INVALID,
                "Keys of the target `"
                    + target
                    + "` that have no effect: "
                    + String.join(", ", met)
                    + (type.equals(CONFLUENT)
                        ? "; jobs are named by the macro generate_job_name"
                        : "; sessions are made and replaced as they are needed"))
            .at(first == null ? output.position() : first.position())
            .remedy("Take them out, or keep them for the tool that reads them"));
  }
}
