package dev.millrace.engine.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What running a cell came to.
 *
 * @param statements that ran, in order; those before the failing one when it failed
 * @param problem why it failed, with its place in the notebook; empty otherwise
 */
public record CellRun(
    Status status, List<StatementRun> statements, Optional<Problem> problem, Duration elapsed) {
  public CellRun {
    requireNonNull(status, "status");
    statements = List.copyOf(statements);
    requireNonNull(problem, "problem");
    requireNonNull(elapsed, "elapsed");
    if (problem.isPresent() != (status == Status.FAILED)) {
      throw new IllegalArgumentException("a cell has a problem exactly when it failed");
    }
  }

  /** A cell that was not run. */
  static CellRun without(Status status) {
    return new CellRun(status, List.of(), Optional.empty(), Duration.ZERO);
  }

  /** How it ended. */
  public enum Status {
    /** All statements ran. */
    DONE,
    /** A statement failed; those after it did not run. */
    FAILED,
    /** An earlier cell failed, or who ran the notebook wanted no more. */
    SKIPPED,
    /** There was nothing to run: text, blanks or comments. */
    EMPTY
  }
}
