package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * How all unit tests of a selection went.
 *
 * @param results in the order the tests were asked for
 */
public record UnitTestReport(List<UnitTestResult> results, Duration elapsed) {
  public UnitTestReport {
    results = List.copyOf(results);
    requireNonNull(elapsed, "elapsed");
  }

  public long count(UnitTestResult.Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  /** dbt's exit code: 0 when every test passed, 1 when one failed or could not run. */
  public int exitCode() {
    return count(UnitTestResult.Status.PASS) == results.size() ? 0 : 1;
  }
}
