package dev.millrace.app.notebook;

/** Where a cell of the window stands. */
public enum CellState {
  /** It was not run since it was opened or changed. */
  NOT_RUN,
  /** Its turn has not come yet. */
  WAITING,
  /** It runs. */
  RUNNING,
  /** All of it ran. */
  DONE,
  /** A statement failed. */
  FAILED,
  /** An earlier cell failed, or the run was stopped. */
  SKIPPED
}
