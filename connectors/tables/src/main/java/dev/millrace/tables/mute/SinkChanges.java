package dev.millrace.tables.mute;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.RowKind;

/** What kinds of change a table takes from its writers. */
public enum SinkChanges {
  /** It cannot be written. */
  NONE,
  INSERT_ONLY,
  /** Rows are set and deleted by key. */
  UPSERT,
  /** Every change comes with the row before it. */
  ALL,
  /** Just what the query brings. */
  ANY,
  /** What the query brings, but for the row before an update. */
  ANY_BUT_UPDATE_BEFORE,
  /** Neither connector nor format say; anything is let through. */
  UNKNOWN;

  /** What the planner is told when a query brings {@code requested}. */
  ChangelogMode mode(ChangelogMode requested) {
    return switch (this) {
      case NONE -> throw new IllegalStateException("a table that cannot be written takes nothing");
      case INSERT_ONLY -> ChangelogMode.insertOnly();
      case UPSERT -> ChangelogMode.upsert(false);
      case ALL -> ChangelogMode.all();
      case ANY, UNKNOWN -> requested;
      case ANY_BUT_UPDATE_BEFORE -> withoutUpdateBefore(requested);
    };
  }

  private static ChangelogMode withoutUpdateBefore(ChangelogMode requested) {
    ChangelogMode.Builder mode = ChangelogMode.newBuilder();
    for (RowKind kind : requested.getContainedKinds()) {
      if (kind != RowKind.UPDATE_BEFORE) {
        mode.addContainedKind(kind);
      }
    }
    return mode.build();
  }
}
