package dev.millrace.cli.output;

/** How a command answers. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /**
   * For scripts: results are one JSON document on standard output; progress is on standard error.
   */
  JSON
}
