package dev.millrace.engine.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.query.Snapshot;

/** What a statement of a cell came to. */
public sealed interface StatementRun {
  /** Where the statement begins in the notebook. */
  SourcePosition position();

  /** A query, with its rows. */
  record Rows(SourcePosition position, Snapshot snapshot) implements StatementRun {
    public Rows {
      requireNonNull(position, "position");
      requireNonNull(snapshot, "snapshot");
    }
  }

  /**
   * A definition, which has no rows.
   *
   * @param what was done, as one sentence without a period
   */
  record Defined(SourcePosition position, String what) implements StatementRun {
    public Defined {
      requireNonNull(position, "position");
      requireNonNull(what, "what");
    }
  }
}
