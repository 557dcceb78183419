package dev.millrace.engine.query;

import dev.millrace.engine.connect.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds a changelog to the rows that are there after it. Not thread-safe. */
public final class ChangelogFold {
  private ChangelogFold() {}

  /**
   * Rows are told apart by some columns; a later row of the same key replaces the earlier.
   *
   * @param keyIndexes 0-based
   */
  public static ChangelogFold keyed(List<Integer> keyIndexes) {
    throw new UnsupportedOperationException(String.valueOf(keyIndexes));
  }

  /** Rows are told apart by all their values; equal rows are counted. */
  public static ChangelogFold keyless() {
    throw new UnsupportedOperationException();
  }

  public void apply(Row change) {
    throw new UnsupportedOperationException(String.valueOf(change));
  }

  /** The rows that are there, equal ones repeated, in an order that depends on them alone. */
  public List<List<@Nullable Object>> rows() {
    throw new UnsupportedOperationException();
  }

  /** How many rows are there. */
  public long size() {
    throw new UnsupportedOperationException();
  }
}
