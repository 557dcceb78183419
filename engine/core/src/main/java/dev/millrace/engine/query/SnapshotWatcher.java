package dev.millrace.engine.query;

import dev.millrace.engine.connect.Column;
import java.util.List;

/** Sees a snapshot come, on the thread that reads it. */
public interface SnapshotWatcher {
  /** Sees nothing and wants everything. */
  SnapshotWatcher NONE = new SnapshotWatcher() {};

  /** The query runs on the cluster and its columns are known. */
  default void started(List<Column> columns) {}

  /**
   * How many changes have been read; may be called many times a second.
   *
   * @param changes from the start
   */
  default void read(long changes) {}

  /** Whether reading should end; asked several times a second. */
  default boolean isCancelled() {
    return false;
  }
}
