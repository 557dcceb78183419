package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query once, up to what is there now.
 *
 * <p>The query runs in streaming mode over tables that end, since batch mode cannot read
 * upsert-kafka; its changelog is folded here.
 */
public final class SnapshotQuery {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  /**
   * Mini-batches keep all but the last change of a key on the cluster. They are flushed by every
   * checkpoint, and the collecting sink holds rows back until one completes, so checkpoints that a
   * cluster's configuration turns on (no value of the interval turns them off) are made harmless:
   * rows are handed over at once, and the end of the query waits for none.
   */
  private static final Map<String, String> STATEMENT_SETTINGS =
      Map.of(
          "execution.runtime-mode", "streaming",
          "table.exec.mini-batch.enabled", "true",
          "table.exec.mini-batch.allow-latency", "60 s",
          "table.exec.mini-batch.size", "1000000",
          "execution.checkpointing.mode", "AT_LEAST_ONCE",
          "execution.checkpointing.checkpoints-after-tasks-finish", "false",
          "collect-sink.batch-size.max", "256 kb");

  private final SqlSessions sessions;

  public SnapshotQuery(SqlSessions sessions) {
    this.sessions = requireNonNull(sessions, "sessions");
  }

  /**
   * Reads the subject, opening a session for it and closing it.
   *
   * @throws MillraceException SQL_INVALID, STATEMENT_FAILED or RESOURCE_EXHAUSTED when the result
   *     has too many rows
   */
  public Snapshot read(QuerySubject subject, Settings settings) {
    return read(subject, settings, SnapshotWatcher.NONE);
  }

  /** As {@link #read(QuerySubject, Settings)}, watched and ended by who asks. */
  public Snapshot read(QuerySubject subject, Settings settings, SnapshotWatcher watcher) {
    long started = System.nanoTime();
    List<String> setup =
        subject.setup().stream()
            .map(statement -> ReadModes.bounded(statement, settings.generatedRows()))
            .toList();
    try (SqlSession session = sessions.open(setup)) {
      return read(session, subject, settings, watcher, started);
    }
  }

  /** Reads in a session that knows all the subject reads, and leaves it open. */
  static Snapshot read(
      SqlSession session,
      QuerySubject subject,
      Settings settings,
      SnapshotWatcher watcher,
      long started) {
    try (SqlSession.QueryResult result = session.query(subject.query(), STATEMENT_SETTINGS)) {
      watcher.started(result.columns());
      ChangelogFold fold = fold(subject, result.columns());
      long changes = 0;
      Snapshot.Ending ending = Snapshot.Ending.COMPLETE;
      for (boolean last = false; !last; ) {
        Duration left = settings.timeout().minusNanos(System.nanoTime() - started);
        if (watcher.isCancelled()) {
          ending = Snapshot.Ending.CANCELLED;
          break;
        }
        if (!left.isPositive()) {
          ending = Snapshot.Ending.TIMED_OUT;
          break;
        }
        SqlSession.Page page = result.next(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
        page.rows().forEach(fold::apply);
        changes += page.rows().size();
        watcher.read(changes);
        last = page.last();
        if (!last && enough(subject, settings, fold.size())) {
          ending = Snapshot.Ending.LIMIT_REACHED;
          break;
        }
        if (fold.size() > settings.maximumRows()) {
          throw tooManyRows(subject, settings);
        }
      }
      List<List<@Nullable Object>> rows = fold.rows();
      List<List<@Nullable Object>> shown =
          settings.limit().isPresent() && settings.limit().getAsInt() < rows.size()
              ? rows.subList(0, settings.limit().getAsInt())
              : rows;
      Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
      return new Snapshot(result.columns(), shown, rows.size(), changes, ending, elapsed);
    } catch (MillraceException e) {
      throw subject.located(e);
    }
  }

  private static boolean enough(QuerySubject subject, Settings settings, long rows) {
    // A row that could still be replaced or taken back must not be shown as the result.
    return subject.changelog() == ChangelogKind.INSERT_ONLY
        && settings.limit().isPresent()
        && rows > settings.limit().getAsInt();
  }

  private static ChangelogFold fold(QuerySubject subject, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    return subject.key().isEmpty() || !names.containsAll(subject.key())
        ? ChangelogFold.keyless()
        : ChangelogFold.keyed(subject.key().stream().map(names::indexOf).toList());
  }

  private static MillraceException tooManyRows(QuerySubject subject, Settings settings) {
    return new MillraceException(
        Problem.error(
                ProblemCode.RESOURCE_EXHAUSTED,
                "`" + subject.name() + "` has more than " + settings.maximumRows() + " rows")
            .remedy("Filter or aggregate them in a query of your own"));
  }

  /**
   * How to read.
   *
   * @param limit rows to return; empty for all
   * @param timeout after which what has come is returned, marked so
   * @param generatedRows rows that each {@code datagen} table yields
   * @param maximumRows rows held in memory; a result with more is refused
   */
  public record Settings(OptionalInt limit, Duration timeout, int generatedRows, int maximumRows) {
    public static final Settings DEFAULT =
        new Settings(OptionalInt.of(20), Duration.ofSeconds(60), 1_000, 1_000_000);

    public Settings {
      requireNonNull(limit, "limit");
      requireNonNull(timeout, "timeout");
      if (limit.isPresent() && limit.getAsInt() < 0) {
        throw new IllegalArgumentException("a limit cannot be negative");
      }
      if (generatedRows < 1 || maximumRows < 1) {
        throw new IllegalArgumentException("a snapshot needs room for a row");
      }
    }

    /** The same with another limit. */
    public Settings withLimit(OptionalInt rows) {
      return new Settings(rows, timeout, generatedRows, maximumRows);
    }

    /** The same with another timeout. */
    public Settings withTimeout(Duration duration) {
      return new Settings(limit, duration, generatedRows, maximumRows);
    }
  }
}
