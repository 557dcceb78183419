package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * dbt's {@code run_results.json}, version 6: how each node of a run went.
 *
 * @param compiling when the project's texts were compiled, all at once; empty when they were not
 */
public record RunResults(
    Invocation invocation,
    List<NodeResult> results,
    Optional<Span> compiling,
    Duration elapsed,
    Instant generatedAt) {
  public RunResults {
    requireNonNull(invocation, "invocation");
    results = List.copyOf(results);
    requireNonNull(compiling, "compiling");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(generatedAt, "generatedAt");
  }

  /** A stretch of time. */
  public record Span(Instant start, Instant end) {
    public Span {
      requireNonNull(start, "start");
      requireNonNull(end, "end");
    }
  }

  /** The whole tree. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("metadata", ArtifactMetadata.tree("run-results/v6", invocation, generatedAt));
    tree.put("results", results.stream().map(this::result).toList());
    tree.put("elapsed_time", seconds(elapsed));
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("which", invocation.command());
    arguments.putAll(invocation.arguments());
    tree.put("args", arguments);
    return tree;
  }

  private Map<String, @Nullable Object> result(NodeResult result) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("status", result.status().dbtName());
    tree.put("timing", timing(result));
    tree.put("thread_id", result.thread());
    tree.put("execution_time", seconds(result.took()));
    tree.put("adapter_response", result.adapterResponse());
    tree.put("message", result.message().isEmpty() ? null : result.message());
    tree.put(
        "failures",
        result.failures().isPresent() ? Long.valueOf(result.failures().getAsLong()) : null);
    tree.put("unique_id", result.uniqueId());
    tree.put("compiled", result.compiledCode().isPresent());
    tree.put("compiled_code", result.compiledCode().orElse(null));
    tree.put("relation_name", result.relation().orElse(null));
    tree.put("batch_results", null);
    return tree;
  }

  private List<Map<String, Object>> timing(NodeResult result) {
    List<Map<String, Object>> timing = new ArrayList<>();
    result
        .startedAt()
        .ifPresent(
            start -> {
              compiling.ifPresent(span -> timing.add(step("compile", span.start(), span.end())));
              timing.add(step("execute", start, start.plus(result.took())));
            });
    return timing;
  }

  private static Map<String, Object> step(String name, Instant start, Instant end) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("name", name);
    step.put("started_at", ArtifactTimes.text(start));
    step.put("completed_at", ArtifactTimes.text(end));
    return step;
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
