package dev.millrace.engine.connect;

/** What kinds of change a relation emits. */
public enum ChangelogKind {
  /** Rows are only added. */
  INSERT_ONLY,
  /** Rows are added and replaced. */
  UPDATING,
  /** Rows are added, replaced and deleted. */
  UPDATING_WITH_DELETES,
  /** The connector is not known, so neither is what it emits; never to be read as insert-only. */
  UNKNOWN
}
