package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds a changelog to the rows that are there after it. Not thread-safe.
 *
 * <p>With a key it holds one row per key, without one it counts equal rows. A row that is taken
 * away before it came is remembered, so that a changelog whose parts were shuffled folds to the
 * same rows.
 */
public final class ChangelogFold {
  private final List<Integer> keyIndexes;
  private final Map<List<@Nullable Object>, Counted> rows = new HashMap<>();
  private long size;

  private ChangelogFold(List<Integer> keyIndexes) {
    this.keyIndexes = List.copyOf(keyIndexes);
  }

  /**
   * Rows are told apart by some columns; a later row of the same key replaces the earlier.
   *
   * @param keyIndexes 0-based, at least one
   */
  public static ChangelogFold keyed(List<Integer> keyIndexes) {
    if (keyIndexes.isEmpty()) {
      throw new IllegalArgumentException("a key needs a column");
    }
    return new ChangelogFold(keyIndexes);
  }

  /** Rows are told apart by all their values; equal rows are counted. */
  public static ChangelogFold keyless() {
    return new ChangelogFold(List.of());
  }

  /** Takes the next change. */
  public void apply(Row change) {
    if (keyIndexes.isEmpty()) {
      count(change);
    } else {
      replace(change);
    }
  }

  /** The rows that are there, equal ones repeated, in an order that depends on them alone. */
  public List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> present = new ArrayList<>();
    for (Counted row : rows.values()) {
      for (long copy = 0; copy < row.count; copy++) {
        present.add(row.values);
      }
    }
    present.sort(Comparator.comparing(this::key, Values.ROW_ORDER).thenComparing(Values.ROW_ORDER));
    return List.copyOf(present);
  }

  /** How many rows are there. */
  public long size() {
    return size;
  }

  private void count(Row change) {
    int step = change.kind().adds() ? 1 : -1;
    List<@Nullable Object> identity = Values.identities(change.values());
    Counted row = rows.computeIfAbsent(identity, same -> new Counted(change.values()));
    long before = Math.max(0, row.count);
    row.count += step;
    size += Math.max(0, row.count) - before;
    if (row.count == 0) {
      rows.remove(identity);
    }
  }

  private void replace(Row change) {
    List<@Nullable Object> identity = Values.identities(key(change.values()));
    switch (change.kind()) {
      case INSERT, UPDATE_AFTER -> {
        Counted row = new Counted(change.values());
        row.count = 1;
        rows.put(identity, row);
      }
      // Of a deleted row some sources know the key alone.
      case DELETE -> rows.remove(identity);
      case UPDATE_BEFORE -> {
        Counted row = rows.get(identity);
        // The new row may come before the old one is taken back; then it must stay.
        if (row != null
            && Values.identities(row.values).equals(Values.identities(change.values()))) {
          rows.remove(identity);
        }
      }
    }
    size = rows.size();
  }

  private List<@Nullable Object> key(List<@Nullable Object> values) {
    List<@Nullable Object> key = new ArrayList<>(keyIndexes.size());
    keyIndexes.forEach(index -> key.add(values.get(index)));
    return key;
  }

  private static final class Counted {
    final List<@Nullable Object> values;
    long count;

    Counted(List<@Nullable Object> values) {
      this.values = requireNonNull(values, "values");
    }
  }
}
