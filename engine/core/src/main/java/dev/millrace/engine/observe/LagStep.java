package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A part of the path on which watermarks fall behind.
 *
 * @param where name of the source, task or operator
 */
public record LagStep(Kind kind, String where, Duration lag) {
  public LagStep {
    requireNonNull(kind, "kind");
    requireNonNull(where, "where");
    requireNonNull(lag, "lag");
  }

  /** What makes the lag. */
  public enum Kind {
    /** Rows are late when the source reads them, or its watermark waits for late ones. */
    SOURCE,
    /** Rows wait to be taken in by a task that cannot keep up. */
    WAITING,
    /** An operator holds the watermark back. */
    HELD_BACK
  }
}
