package dev.millrace.engine.notebook;

/** What a cell holds. */
public enum CellKind {
  /** Statements with Jinja. */
  SQL,
  /** Text for the reader. */
  MARKDOWN
}
