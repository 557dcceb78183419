package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.DataTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one data test went.
 *
 * @param failures what the test counted; 0 when it did not get that far
 * @param rows how many rows each relation that it reads held, by unique id; empty when it did not
 *     get that far
 * @param failed whether the run has failed by it, and what reads the tested node is to wait
 * @param message one sentence; empty for a test that passes
 * @param problems why it is an error; empty otherwise
 * @param compiled the test's own query; empty when it could not be compiled
 * @param startedAt empty for what was skipped
 * @param thread that ran it
 */
public record DataTestResult(
    DataTest test,
    Status status,
    long failures,
    Map<String, Long> rows,
    boolean failed,
    String message,
    List<Problem> problems,
    Optional<String> compiled,
    Optional<Instant> startedAt,
    Duration elapsed,
    String thread) {
  public DataTestResult {
    requireNonNull(test, "test");
    requireNonNull(status, "status");
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    requireNonNull(message, "message");
    problems = List.copyOf(problems);
    requireNonNull(compiled, "compiled");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(thread, "thread");
    if (status == Status.ERROR && problems.isEmpty()) {
      throw new IllegalArgumentException("an error without its reason");
    }
  }

  /** A test that did not run. */
  static DataTestResult skipped(DataTest test, String reason) {
    return new DataTestResult(
        test,
        Status.SKIPPED,
        0,
        Map.of(),
        false,
        reason,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Thread.currentThread().getName());
  }

  /** How many rows were there to be tested, over all relations. */
  public long rowsSeen() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How a data test can end. */
  public enum Status {
    PASS,
    WARN,
    FAIL,
    /** There was no row to test, so nothing is known. */
    NO_DATA,
    /** It could not be run. */
    ERROR,
    SKIPPED
  }
}
