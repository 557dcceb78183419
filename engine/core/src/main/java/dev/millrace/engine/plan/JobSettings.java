package dev.millrace.engine.plan;

import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.NodeConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Flink options of one job, from the model's configuration. They are sent with the job and
 * never set on a session.
 *
 * <table>
 * <caption>Configuration keys</caption>
 * <tr><td>{@code parallelism}</td><td>tasks per operator; 1 if absent,
 * whatever machine compiles the plan</td></tr>
 * <tr><td>{@code max_parallelism}</td><td>pinned at the first deployment, 128 if absent, since
 * state cannot be moved to another</td></tr>
 * <tr><td>{@code checkpoint}</td><td>interval such as {@code 30 s}, or {@code none}; 10 s if absent:
 * short enough that a lost job repeats little, long enough not to be felt</td></tr>
 * <tr><td>{@code state_ttl}</td><td>how long state is kept after its last use, such as {@code 7 d};
 * for ever if absent</td></tr>
 * <tr><td>{@code state_backend}</td><td>{@code hashmap} or {@code rocksdb}</td></tr>
 * <tr><td>{@code restart}</td><td>what becomes of a job that fails: {@code none}, {@code
 * fixed-delay}, {@code failure-rate} or {@code exponential-delay}, details by {@code flink_options};
 * the cluster's if absent</td></tr>
 * <tr><td>{@code flink_options}</td><td>any other option</td></tr>
 * </table>
 */
final class JobSettings {
  static final String CHECKPOINT_INTERVAL = "execution.checkpointing.interval";
  static final String PARALLELISM = "parallelism.default";
  static final String MAX_PARALLELISM = "pipeline.max-parallelism";
  static final int DEFAULT_MAX_PARALLELISM = 128;

  private static final Pattern DURATION =
      Pattern.compile("\\d+\\s*(ms|milli(second)?s?|s|sec(ond)?s?|m|min(ute)?s?|h|hours?|d|days?)");
  private static final List<String> BACKENDS = List.of("hashmap", "rocksdb", "forst");
  private static final List<String> RESTARTS =
      List.of("none", "fixed-delay", "failure-rate", "exponential-delay");
  private static final Set<String> OFF = Set.of("none", "off", "false");

  /** Options that Millrace sets itself, per submission. */
  private static final List<String> OURS =
      List.of("execution.state-recovery.", "$internal.", "pipeline.name", "table.exec.uid.");

  private final NodeConfig config;
  private final Map<String, Setting> settings = new TreeMap<>();

  private JobSettings(NodeConfig config) {
    this.config = config;
  }

  /**
   * The settings in alphabetical order.
   *
   * @param pinned maximum parallelism of the first deployment; empty when there was none
   * @throws MillraceException CONFIG_INVALID with the place of the key
   */
  static List<Setting> of(NodeConfig config, OptionalInt pinned) {
    return new JobSettings(config).resolve(pinned);
  }

  private List<Setting> resolve(OptionalInt pinned) {
    config
        .text("parallelism")
        .ifPresent(value -> put(PARALLELISM, positive("parallelism", value), "parallelism"));
    // Flink's planner would take the number of processors of the machine it runs on.
    setting(PARALLELISM, "1");
    checkpoint();
    config
        .text("state_ttl")
        .ifPresent(value -> put("table.exec.state.ttl", duration("state_ttl", value), "state_ttl"));
    config
        .text("state_backend")
        .ifPresent(value -> put("state.backend.type", backend(value), "state_backend"));
    config
        .text("restart")
        .ifPresent(value -> put("restart-strategy.type", restart(value), "restart"));
    config
        .textMap("flink_options")
        .forEach(
            (option, value) -> {
              if (OURS.stream().anyMatch(option::startsWith)) {
                throw wrong("flink_options", "`" + option + "` is set by Millrace");
              }
              put(option, value, "flink_options");
            });
    maxParallelism(pinned);
    // A job that fails or is stopped leaves its last checkpoints behind: they are the way back.
    setting("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    setting("execution.checkpointing.num-retained", "3");
    return List.copyOf(settings.values());
  }

  private void checkpoint() {
    String value = config.text("checkpoint").orElse("");
    if (value.isEmpty()) {
      setting(CHECKPOINT_INTERVAL, "10 s");
    } else if (!OFF.contains(value)) {
      put(CHECKPOINT_INTERVAL, duration("checkpoint", value), "checkpoint");
    }
  }

  private void maxParallelism(OptionalInt pinned) {
    if (pinned.isPresent()) {
      settings.put(
          MAX_PARALLELISM,
          new Setting(
              MAX_PARALLELISM,
              Integer.toString(pinned.getAsInt()),
              "pinned at the first deployment"));
      return;
    }
    config
        .text("max_parallelism")
        .ifPresentOrElse(
            value -> put(MAX_PARALLELISM, positive("max_parallelism", value), "max_parallelism"),
            () -> setting(MAX_PARALLELISM, Integer.toString(DEFAULT_MAX_PARALLELISM)));
  }

  private void put(String option, String value, String key) {
    SourcePosition origin = config.origins().get(key);
    settings.put(
        option, new Setting(option, value, origin == null ? "config " + key : origin.toString()));
  }

  /** A default of ours; what the project says wins. */
  private void setting(String option, String value) {
    settings.putIfAbsent(option, new Setting(option, value, Setting.DEFAULT));
  }

  private String backend(String value) {
    if (!BACKENDS.contains(value)) {
      throw wrong("state_backend", "it must be one of " + BACKENDS + ", not `" + value + "`");
    }
    return value;
  }

  private String restart(String value) {
    if (!RESTARTS.contains(value)) {
      throw wrong("restart", "it must be one of " + RESTARTS + ", not `" + value + "`");
    }
    return value;
  }

  private String positive(String key, String value) {
    if (!value.matches("[1-9]\\d{0,5}")) {
      throw wrong(key, "it must be a positive whole number, not `" + value + "`");
    }
    return value;
  }

  private String duration(String key, String value) {
    if (!DURATION.matcher(value).matches()) {
      throw wrong(key, "it must be a time with its unit, such as `30 s`, not `" + value + "`");
    }
    return value;
  }

  private MillraceException wrong(String key, String why) {
    Problem problem =
        Problem.error(ProblemCode.CONFIG_INVALID, "The config `" + key + "` is wrong: " + why);
    SourcePosition origin = config.origins().get(key);
    return new MillraceException(origin == null ? problem : problem.at(origin));
  }
}
