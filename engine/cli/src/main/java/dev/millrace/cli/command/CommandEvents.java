package dev.millrace.cli.command;

import dev.millrace.cli.output.LogEvent;
import dev.millrace.cli.output.LogLevel;
import dev.millrace.engine.artifact.ArtifactTimes;
import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.artifact.NodeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** dbt's events of a command as a whole. */
final class CommandEvents {
  /** The version of the shapes of events. */
  private static final int LOG_VERSION = 3;

  private CommandEvents() {}

  static LogEvent version(String version) {
    return new LogEvent(
        "MainReportVersion",
        "A001",
        LogLevel.INFO,
        "Running with millrace=" + version,
        Map.of("version", version, "log_version", LOG_VERSION));
  }

  static LogEvent arguments(Invocation invocation) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    invocation.arguments().forEach((name, value) -> arguments.put(name, String.valueOf(value)));
    arguments.put("which", invocation.command());
    return new LogEvent(
        "MainReportArgs",
        "A002",
        LogLevel.DEBUG,
        "running millrace with arguments " + arguments,
        Map.of("args", arguments));
  }

  static LogEvent completed(Invocation invocation, boolean success) {
    Instant now = Instant.now();
    double seconds = Duration.between(invocation.startedAt(), now).toNanos() / 1e9;
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("command", "millrace " + invocation.command());
    data.put("success", success);
    data.put("completed_at", ArtifactTimes.text(now));
    data.put("elapsed", seconds);
    return new LogEvent(
        "CommandCompleted",
        "Q039",
        LogLevel.DEBUG,
        "Command `millrace %s` %s after %.2f seconds"
            .formatted(invocation.command(), success ? "succeeded" : "failed", seconds),
        data);
  }

  static LogEvent found(String line) {
    return new LogEvent("FoundStats", "W006", LogLevel.INFO, line, Map.of("stat_line", line));
  }

  static LogEvent listed(String line) {
    return new LogEvent("ListCmdOut", "Z049", LogLevel.INFO, line, Map.of("msg", line));
  }

  static LogEvent concurrency(int threads, String target, int nodes) {
    return new LogEvent(
        "ConcurrencyLine",
        "Q027",
        LogLevel.INFO,
        "Concurrency: %d threads (target='%s')".formatted(threads, target),
        Map.of("num_threads", threads, "target_name", target, "node_count", nodes));
  }

  /** How all nodes of a run ended. */
  static LogEvent ended(List<NodeResult> results, Invocation invocation) {
    Instant now = Instant.now();
    List<Map<String, Object>> told = new ArrayList<>();
    for (NodeResult result : results) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("status", result.status().dbtName());
      one.put("message", result.message());
      one.put("thread", result.thread());
      one.put("execution_time", result.took().toNanos() / 1e9);
      one.put("adapter_response", result.adapterResponse());
      one.put("num_failures", result.failures().orElse(0));
      told.add(one);
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("results", told);
    data.put("elapsed_time", Duration.between(invocation.startedAt(), now).toNanos() / 1e9);
    data.put("generated_at", ArtifactTimes.text(now));
    data.put(
        "success",
        results.stream()
            .map(NodeResult::status)
            .noneMatch(
                status -> status == NodeResult.Status.ERROR || status == NodeResult.Status.FAIL));
    return new LogEvent("EndRunResult", "Q037", LogLevel.DEBUG, "Command end result", data);
  }

  /**
   * @param stats how many nodes ended how, such as {@code pass}
   */
  static LogEvent stats(String line, Map<String, Long> stats) {
    return new LogEvent(
        "StatsLine", "Z023", LogLevel.INFO, line, Map.of("stats", new LinkedHashMap<>(stats)));
  }
}
