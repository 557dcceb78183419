package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;

/** Reads a query once, up to what is there now. */
public final class SnapshotQuery {
  private final SqlSessions sessions;

  public SnapshotQuery(SqlSessions sessions) {
    this.sessions = requireNonNull(sessions, "sessions");
  }

  /**
   * Reads the subject, opening a session for it and closing it.
   *
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID, STATEMENT_FAILED or
   *     RESOURCE_EXHAUSTED when the result does not fit in memory
   */
  public Snapshot read(QuerySubject subject, Settings settings) {
    throw new UnsupportedOperationException(sessions + " " + subject + settings);
  }

  /**
   * How to read.
   *
   * @param limit rows to return; empty for all
   * @param generatedRows rows that each {@code datagen} table yields
   */
  public record Settings(OptionalInt limit, Duration timeout, int generatedRows, int maximumRows) {
    public static final Settings DEFAULT =
        new Settings(OptionalInt.of(20), Duration.ofSeconds(60), 1_000, 1_000_000);

    public Settings {
      requireNonNull(limit, "limit");
      requireNonNull(timeout, "timeout");
    }
  }
}
