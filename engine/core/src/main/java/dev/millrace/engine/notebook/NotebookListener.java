package dev.millrace.engine.notebook;

import dev.millrace.engine.query.SnapshotWatcher;

/** Follows the run of a notebook, on the thread that runs it. */
public interface NotebookListener extends SnapshotWatcher {
  /** Sees nothing and wants everything. */
  NotebookListener NONE = new NotebookListener() {};

  /**
   * A cell begins.
   *
   * @param index from 0
   */
  default void begins(int index) {}

  /** A cell has ended or was skipped. */
  default void ended(int index, CellRun run) {}
}
