package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the changes of a query as they come. Thread-safe. */
public final class LiveQuery implements AutoCloseable {
  private LiveQuery() {}

  /**
   * Opens a session and starts the query.
   *
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED
   */
  public static LiveQuery start(SqlSessions sessions, QuerySubject subject, Settings settings) {
    throw new UnsupportedOperationException(sessions + " " + subject + settings);
  }

  public List<Column> columns() {
    throw new UnsupportedOperationException();
  }

  /**
   * The changes that came since the last call, waiting for the first.
   *
   * @throws dev.millrace.engine.problem.MillraceException when the query has failed and its last
   *     changes have been handed out
   */
  public Changes next(Duration wait) {
    throw new UnsupportedOperationException(String.valueOf(wait));
  }

  /** Stops fetching; the query waits on the cluster, so nothing is lost. */
  public void pause() {}

  public void resume() {}

  /** From the start of the query to its first row; empty before it came. */
  public Optional<Duration> firstRowLatency() {
    throw new UnsupportedOperationException();
  }

  /** Ends the query on the cluster; no error when it has ended. */
  @Override
  public void close() {}

  /**
   * Some changes.
   *
   * @param dropped changes lost before these because nobody took them in time
   * @param ended whether no more can come
   */
  public record Changes(List<Row> rows, long dropped, boolean ended) {
    public Changes {
      rows = List.copyOf(rows);
    }
  }

  /**
   * How to read.
   *
   * @param bufferRows changes kept for the reader; the oldest are dropped beyond that
   */
  public record Settings(StartAt startAt, int bufferRows) {
    public static final Settings DEFAULT = new Settings(StartAt.EARLIEST, 10_000);

    public Settings {
      requireNonNull(startAt, "startAt");
      if (bufferRows < 1) {
        throw new IllegalArgumentException("a live query needs room for a row");
      }
    }
  }

  /** Where Kafka tables without a key are read from; tables with one are always read whole. */
  public enum StartAt {
    /** From the first row kept: aggregates are right. */
    EARLIEST,
    /** From now on. */
    LATEST,
    /** As each table's own DDL says. */
    DECLARED
  }
}
