package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the changes of a query as they come. Thread-safe.
 *
 * <p>A thread of its own fetches into a bounded buffer, so that a slow reader sees the newest
 * changes and is told how many it missed.
 */
public final class LiveQuery implements AutoCloseable {
  private static final Duration FETCH_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  /**
   * AT_LEAST_ONCE, since an exactly-once sink shows a row only after the next checkpoint. The small
   * batch keeps what a cancelled query leaves in the cluster's memory small.
   */
  private static final Map<String, String> STATEMENT_SETTINGS =
      Map.of(
          "execution.runtime-mode", "streaming",
          "execution.checkpointing.mode", "AT_LEAST_ONCE",
          "table.exec.mini-batch.enabled", "false",
          "collect-sink.batch-size.max", "64 kb");

  private final SqlSession session;
  private final SqlSession.QueryResult result;
  private final List<Column> columns;
  private final Settings settings;
  private final long startedNanos;
  private final Thread fetcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Row> buffer = new ArrayDeque<>();
  private long dropped;
  private boolean paused;
  private boolean closed;
  private boolean ended;
  private boolean gone;
  private @Nullable RuntimeException failure;
  private @Nullable Duration firstRow;

  private LiveQuery(
      SqlSession session, SqlSession.QueryResult result, Settings settings, long startedNanos) {
    this.session = session;
    this.result = result;
    this.columns = result.columns();
    this.settings = settings;
    this.startedNanos = startedNanos;
    this.fetcher = Thread.ofVirtual().name("live-query").unstarted(this::fetchAndClose);
  }

  /**
   * Opens a session and starts the query.
   *
   * @throws MillraceException SQL_INVALID or STATEMENT_FAILED
   */
  public static LiveQuery start(SqlSessions sessions, QuerySubject subject, Settings settings) {
    long started = System.nanoTime();
    List<String> setup =
        subject.setup().stream()
            .map(statement -> ReadModes.live(statement, settings.startAt()))
            .toList();
    SqlSession session = sessions.open(setup);
    try {
      SqlSession.QueryResult result = session.query(subject.query(), STATEMENT_SETTINGS);
      LiveQuery query = new LiveQuery(session, result, settings, started);
      query.fetcher.start();
      return query;
    } catch (MillraceException e) {
      closeAfter(e, session);
      throw subject.located(e);
    } catch (RuntimeException e) {
      closeAfter(e, session);
      throw e;
    }
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * The changes that came since the last call, waiting for the first.
   *
   * @return no changes when none came in time
   * @throws MillraceException when the query has failed and its last changes have been handed out
   */
  public Changes next(Duration wait) {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (buffer.isEmpty() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (buffer.isEmpty() && failure != null) {
        throw failed(failure);
      }
      Changes changes = new Changes(List.copyOf(buffer), dropped, ended && failure == null);
      buffer.clear();
      dropped = 0;
      return changes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Changes(List.of(), 0, false);
    } finally {
      lock.unlock();
    }
  }

  /** Stops fetching: the query waits on the cluster, so nothing is lost. */
  public void pause() {
    setPaused(true);
  }

  /** Goes on after {@link #pause()}. */
  public void resume() {
    setPaused(false);
  }

  /** From the start of the query to its first row; empty before it came. */
  public Optional<Duration> firstRowLatency() {
    lock.lock();
    try {
      return Optional.ofNullable(firstRow);
    } finally {
      lock.unlock();
    }
  }

  /** The job of the query; empty when the cluster has not told its id. */
  public Optional<JobId> job() {
    return result.job();
  }

  /**
   * Whether the query's job is known to be gone from the cluster: it was ended and the cluster has
   * confirmed it, or it came to its end.
   */
  public boolean isGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for the end of the query and returns at once; {@link #close()} waits for it and {@link
   * #isGone()} tells whether it came.
   */
  public void cancel() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the query on the cluster; no error when it has ended. */
  @Override
  public void close() {
    cancel();
    try {
      fetcher.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void setPaused(boolean value) {
    lock.lock();
    try {
      paused = value;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One thread alone uses the session, from the first page to its end. */
  private void fetchAndClose() {
    @Nullable RuntimeException thrown = null;
    try (session;
        result) {
      while (mayFetch() && keep(result.next(FETCH_WAIT))) {
        // keep() has done it
      }
    } catch (RuntimeException e) {
      thrown = e;
    }
    lock.lock();
    try {
      // What goes wrong while a query is being ended is nobody's concern any more.
      failure = closed ? null : thrown;
      ended = true;
      // Closing the result waits until the cluster says that the job has ended.
      gone = thrown == null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayFetch() {
    lock.lock();
    try {
      while (paused && !closed) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(SqlSession.Page page) {
    lock.lock();
    try {
      if (firstRow == null && !page.rows().isEmpty()) {
        firstRow = Duration.ofNanos(System.nanoTime() - startedNanos);
      }
      for (Row row : page.rows()) {
        if (buffer.size() == settings.bufferRows()) {
          buffer.removeFirst();
          dropped++;
        }
        buffer.addLast(row);
      }
      changed.signalAll();
      return !page.last();
    } finally {
      lock.unlock();
    }
  }

  private static void closeAfter(RuntimeException reason, SqlSession session) {
    try {
      session.close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private static MillraceException failed(RuntimeException failure) {
    // A new exception per call: its stack is the reader's, the cause's the fetcher's.
    return failure instanceof MillraceException known
        ? new MillraceException(known.problems(), known)
        : new MillraceException(
            Problem.error(ProblemCode.INTERNAL, "Reading the query failed: " + failure), failure);
  }

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
