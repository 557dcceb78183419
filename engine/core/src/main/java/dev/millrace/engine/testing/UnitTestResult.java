package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.UnitTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one unit test went.
 *
 * @param diff what was compared; empty when the test did not get that far
 * @param problems why it is an error; empty otherwise
 */
public record UnitTestResult(
    UnitTest test,
    Status status,
    Optional<RowDiff> diff,
    List<Problem> problems,
    Duration elapsed) {
  public UnitTestResult {
    requireNonNull(test, "test");
    requireNonNull(status, "status");
    requireNonNull(diff, "diff");
    problems = List.copyOf(problems);
    requireNonNull(elapsed, "elapsed");
    // No result may pass on silence: each status must show its evidence.
    boolean evident =
        switch (status) {
          case PASS -> diff.isPresent() && diff.get().isEmpty() && problems.isEmpty();
          case FAIL -> diff.isPresent() && !diff.get().isEmpty() && problems.isEmpty();
          case ERROR -> !problems.isEmpty();
        };
    if (!evident) {
      throw new IllegalArgumentException(status + " without its evidence: " + test.uniqueId());
    }
  }

  /** dbt's words for it. */
  public enum Status {
    PASS,
    FAIL,
    ERROR
  }
}
