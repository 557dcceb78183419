package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Column;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query at one moment.
 *
 * @param rows values in column order, typed as {@link dev.millrace.engine.connect.Row} says; in an
 *     order that depends on the rows alone
 * @param totalRows rows the query had, of which {@code rows} are the first; when {@code ending} is
 *     not COMPLETE, those seen
 * @param changes rows of the changelog that were folded into these
 */
public record Snapshot(
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    long totalRows,
    long changes,
    Ending ending,
    Duration elapsed) {
  public Snapshot {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    requireNonNull(ending, "ending");
    requireNonNull(elapsed, "elapsed");
  }

  /** Why reading ended. */
  public enum Ending {
    /** The query ended; everything was read. */
    COMPLETE,
    /** Enough rows were there and no change of them could follow; more may exist. */
    LIMIT_REACHED,
    /** Time ran out; what is shown is what had come by then and may still change. */
    TIMED_OUT,
    /** Who asked wanted no more; what is shown is what had come by then and may still change. */
    CANCELLED
  }
}
