package dev.millrace.tables.mute;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.RowKind;

/** What kinds of change a table gives its readers. */
public enum SourceChanges {
  /** It cannot be read. */
  NONE,
  INSERT_ONLY,
  /** Rows are set and deleted by key, and the row before a change is not told. */
  UPSERT,
  /** Every change comes with the row before it. */
  ALL,
  /** Neither connector nor format say; never to be taken for insert-only. */
  UNKNOWN;

  /** What the planner is told; a table of unknown changes is planned as if it only grew. */
  ChangelogMode mode() {
    return switch (this) {
      case NONE -> throw new IllegalStateException("a table that cannot be read has no changes");
      case INSERT_ONLY, UNKNOWN -> ChangelogMode.insertOnly();
      case UPSERT ->
          ChangelogMode.newBuilder()
              .addContainedKind(RowKind.UPDATE_AFTER)
              .addContainedKind(RowKind.DELETE)
              .build();
      case ALL -> ChangelogMode.all();
    };
  }
}
