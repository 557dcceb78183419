package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.output.LogEvent;
import dev.millrace.cli.output.LogLevel;
import dev.millrace.engine.artifact.ArtifactTimes;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.artifact.SourceFreshness;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.UnitTest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** dbt's events of single nodes. */
final class NodeEvents {
  private final Project project;

  NodeEvents(Project project) {
    this.project = requireNonNull(project, "project");
  }

  /** A line that says that work on a node begins. */
  LogEvent startLine(String line, String uniqueId, int index, int total) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("node_info", info(uniqueId, "started", ArtifactTimes.text(Instant.now()), ""));
    data.put("description", line);
    data.put("index", index);
    data.put("total", total);
    return new LogEvent("LogStartLine", "Q011", LogLevel.INFO, line, data);
  }

  LogEvent started(String uniqueId) {
    return new LogEvent(
        "NodeStart",
        "Q024",
        LogLevel.DEBUG,
        "Began running node " + uniqueId,
        Map.of("node_info", info(uniqueId, "started", ArtifactTimes.text(Instant.now()), "")));
  }

  /** A line that says how a node ended. */
  LogEvent resultLine(String line, NodeResult result, int index, int total) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("node_info", info(result));
    data.put("status", result.status().dbtName());
    data.put("index", index);
    data.put("execution_time", result.took().toNanos() / 1e9);
    boolean test =
        result.uniqueId().startsWith("test.") || result.uniqueId().startsWith("unit_test.");
    if (test) {
      data.put("name", name(result.uniqueId()));
      data.put("num_models", total);
      data.put("num_failures", result.failures().orElse(0));
    } else {
      data.put("description", line);
      data.put("total", total);
    }
    return new LogEvent(
        test ? "LogTestResult" : "LogModelResult",
        test ? "Q007" : "Q012",
        level(result),
        line,
        data);
  }

  /** A line that says that a node is left out. */
  LogEvent skipped(String line, String uniqueId) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("node_info", info(uniqueId, "skipped", "", ""));
    data.put("resource_type", type(uniqueId));
    data.put("schema", schema(uniqueId));
    data.put("node_name", name(uniqueId));
    data.put("index", 0);
    data.put("total", 0);
    return new LogEvent("SkippingDetails", "Q034", LogLevel.INFO, line, data);
  }

  /** A line that says how fresh a source is. */
  LogEvent freshness(String line, SourceFreshness.Result result, int index, int total) {
    Node source = node(result.uniqueId());
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("node_info", info(result.uniqueId(), result.status(), "", ""));
    data.put("status", result.status());
    data.put("index", index);
    data.put("total", total);
    data.put("execution_time", result.took().toNanos() / 1e9);
    data.put("source_name", source == null ? "" : source.fqn().get(source.fqn().size() - 2));
    data.put("table_name", name(result.uniqueId()));
    LogLevel level =
        switch (result.status()) {
          case "pass" -> LogLevel.INFO;
          case "warn" -> LogLevel.WARN;
          default -> LogLevel.ERROR;
        };
    return new LogEvent("LogFreshnessResult", "Q018", level, line, data);
  }

  private static String type(String uniqueId) {
    return uniqueId.substring(0, Math.max(uniqueId.indexOf('.'), 0));
  }

  private String schema(String uniqueId) {
    Node known = node(uniqueId);
    return known == null ? "" : known.relation().database();
  }

  LogEvent finished(NodeResult result) {
    Map<String, @Nullable Object> run = new LinkedHashMap<>();
    run.put("status", result.status().dbtName());
    run.put("message", result.message());
    run.put("thread", result.thread());
    run.put("execution_time", result.took().toNanos() / 1e9);
    run.put("adapter_response", result.adapterResponse());
    run.put("num_failures", result.failures().orElse(0));
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("node_info", info(result));
    data.put("run_result", run);
    return new LogEvent(
        "NodeFinished", "Q025", LogLevel.DEBUG, "Finished running node " + result.uniqueId(), data);
  }

  private static LogLevel level(NodeResult result) {
    return switch (result.status()) {
      case SUCCESS, PASS, SKIPPED, NO_OP -> LogLevel.INFO;
      case WARN -> LogLevel.WARN;
      case ERROR, FAIL -> LogLevel.ERROR;
    };
  }

  private @Nullable Node node(String uniqueId) {
    DataTest test = project.details().dataTests().get(uniqueId);
    return test == null ? project.nodes().get(uniqueId) : test.node();
  }

  private String name(String uniqueId) {
    Node known = node(uniqueId);
    return known == null ? DeployProgress.name(uniqueId) : known.name();
  }

  private Map<String, @Nullable Object> info(NodeResult result) {
    String start = result.startedAt().map(ArtifactTimes::text).orElse("");
    String end =
        result.startedAt().map(at -> ArtifactTimes.text(at.plus(result.took()))).orElse("");
    return info(result.uniqueId(), result.status().dbtName(), start, end);
  }

  private Map<String, @Nullable Object> info(
      String uniqueId, String status, String start, String end) {
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    Node node = project.nodes().get(uniqueId);
    DataTest test = project.details().dataTests().get(uniqueId);
    UnitTest unit = project.unitTests().get(uniqueId);
    Node known = node(uniqueId);
    info.put("unique_id", uniqueId);
    info.put("node_name", name(uniqueId));
    info.put(
        "node_path", known != null ? known.path() : unit == null ? "" : unit.position().file());
    info.put("resource_type", type(uniqueId));
    info.put(
        "materialized",
        test != null || unit != null || known == null
            ? test == null ? "unit" : "test"
            : known.materialization().dbtName());
    info.put("node_status", status);
    info.put("node_started_at", start);
    info.put("node_finished_at", end);
    Map<String, @Nullable Object> relation = new LinkedHashMap<>();
    if (node != null) {
      relation.put("database", node.relation().catalog());
      relation.put("schema", node.relation().database());
      relation.put("alias", node.relation().name());
      relation.put("relation_name", node.relation().sql());
    }
    info.put("node_relation", relation);
    info.put("meta", known == null ? Map.of() : known.config().map("meta"));
    return info;
  }
}
