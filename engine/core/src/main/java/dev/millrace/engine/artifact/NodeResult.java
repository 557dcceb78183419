package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one node went, as {@code run_results.json} tells it.
 *
 * @param startedAt when work on it began; empty for what was skipped
 * @param took how long the work took
 * @param thread that did it
 * @param adapterResponse what the cluster answered, such as {@code job_id}
 * @param message one sentence; empty when there is nothing to add
 * @param failures rows a test found, or differences of a unit test; empty for other nodes
 * @param compiledCode the text that ran; empty when there is none
 * @param relation the relation's full name; empty when the node becomes none
 */
public record NodeResult(
    String uniqueId,
    Status status,
    Optional<Instant> startedAt,
    Duration took,
    String thread,
    Map<String, Object> adapterResponse,
    String message,
    OptionalLong failures,
    Optional<String> compiledCode,
    Optional<String> relation) {
  public NodeResult {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(status, "status");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(took, "took");
    requireNonNull(thread, "thread");
    adapterResponse = Collections.unmodifiableMap(new LinkedHashMap<>(adapterResponse));
    requireNonNull(message, "message");
    requireNonNull(failures, "failures");
    requireNonNull(compiledCode, "compiledCode");
    requireNonNull(relation, "relation");
  }

  /** A result that has nothing to tell but its status, for {@code with} methods to fill. */
  public static NodeResult of(String uniqueId, Status status, String message) {
    return new NodeResult(
        uniqueId,
        status,
        Optional.empty(),
        Duration.ZERO,
        Thread.currentThread().getName(),
        Map.of(),
        message,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public NodeResult timed(Instant start, Duration duration, String worker) {
    return new NodeResult(
        uniqueId,
        status,
        Optional.of(start),
        duration,
        worker,
        adapterResponse,
        message,
        failures,
        compiledCode,
        relation);
  }

  public NodeResult answered(Map<String, Object> response) {
    return new NodeResult(
        uniqueId,
        status,
        startedAt,
        took,
        thread,
        response,
        message,
        failures,
        compiledCode,
        relation);
  }

  public NodeResult failed(long count) {
    return new NodeResult(
        uniqueId,
        status,
        startedAt,
        took,
        thread,
        adapterResponse,
        message,
        OptionalLong.of(count),
        compiledCode,
        relation);
  }

  public NodeResult compiled(Optional<String> code, Optional<String> name) {
    return new NodeResult(
        uniqueId, status, startedAt, took, thread, adapterResponse, message, failures, code, name);
  }

  /** dbt's words for how a node went. */
  public enum Status {
    SUCCESS,
    ERROR,
    SKIPPED,
    PASS,
    FAIL,
    WARN,
    NO_OP;

    /** As dbt writes it: {@code no-op}. */
    public String dbtName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
