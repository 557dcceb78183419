package dev.millrace.app.results;

/** How rows are shown. */
public enum Face {
  /** The rows that are there. */
  TABLE,
  /** Each change as it came. */
  CHANGELOG
}
