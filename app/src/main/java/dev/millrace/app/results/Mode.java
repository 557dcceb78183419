package dev.millrace.app.results;

/** How rows are read. */
public enum Mode {
  /** Once, up to what is there now; then the query ends. */
  SNAPSHOT,
  /** Every change as it comes, until it is stopped. */
  LIVE
}
