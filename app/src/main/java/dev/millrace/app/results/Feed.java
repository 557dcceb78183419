package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.query.LiveTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between the thread that reads a query and the FX thread that shows it: takes changes as fast as
 * they come and hands them out ten times a second. Bounded; thread-safe.
 */
final class Feed {
  private final int capacity;
  private final LiveTable table;
  private final Deque<Row> waiting = new ArrayDeque<>();
  private long received;
  private long overrun;
  private boolean changed;

  /**
   * What has come since the last time.
   *
   * @param changes the newest of them, oldest first
   * @param overrun changes of this time that found no room
   * @param rows the table now; empty when it has not changed
   * @param rowsDropped rows the table had to let go since the start
   * @param received changes since the start
   */
  record Batch(
      List<Row> changes,
      long overrun,
      Optional<List<List<@Nullable Object>>> rows,
      long rowsDropped,
      long received) {
    Batch {
      requireNonNull(changes, "changes");
      requireNonNull(rows, "rows");
    }
  }

  /**
   * @param key columns that tell rows apart; empty when whole rows do
   * @param capacity rows and changes held
   */
  Feed(List<Column> columns, List<String> key, int capacity) {
    List<String> names = columns.stream().map(Column::name).toList();
    boolean known = names.containsAll(key);
    this.capacity = capacity;
    this.table =
        new LiveTable(known ? key.stream().map(names::indexOf).toList() : List.of(), capacity);
  }

  /**
   * Takes changes.
   *
   * @param dropped changes that were lost before these
   */
  synchronized void accept(List<Row> changes, long dropped) {
    received += changes.size() + dropped;
    overrun += dropped;
    for (Row change : changes) {
      table.apply(change);
      if (waiting.size() == capacity) {
        waiting.removeFirst();
        overrun++;
      }
      waiting.addLast(change);
    }
    changed = changed || !changes.isEmpty();
  }

  /** Changes that nobody has taken yet, also those that found no room meanwhile. */
  synchronized long untaken() {
    return waiting.size() + overrun;
  }

  synchronized long received() {
    return received;
  }

  /**
   * Hands out what has come.
   *
   * @param withRows whether the table is wanted
   */
  synchronized Batch take(boolean withRows) {
    List<Row> changes = new ArrayList<>(waiting);
    waiting.clear();
    boolean rows = withRows && changed;
    Batch batch =
        new Batch(
            changes,
            overrun,
            rows ? Optional.of(table.rows()) : Optional.empty(),
            table.dropped(),
            received);
    overrun = 0;
    if (rows) {
      changed = false;
    }
    return batch;
  }
}
