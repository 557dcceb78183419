package dev.millrace.sidecar.planner;

import dev.millrace.tables.mute.SourceChanges;
import java.util.Locale;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.RowKind;

/**
 * What kinds of change a relation emits. Not the exact set: without a sink the optimizer has
 * already left out the row before an update.
 */
enum Changes {
  INSERT_ONLY,
  UPDATING,
  UPDATING_WITH_DELETES,
  UNKNOWN;

  static Changes of(ChangelogMode mode) {
    if (mode.contains(RowKind.DELETE)) {
      return UPDATING_WITH_DELETES;
    }
    return mode.contains(RowKind.UPDATE_AFTER) || mode.contains(RowKind.UPDATE_BEFORE)
        ? UPDATING
        : INSERT_ONLY;
  }

  static Changes of(SourceChanges changes) {
    return switch (changes) {
      case INSERT_ONLY -> INSERT_ONLY;
      case UPSERT, ALL -> UPDATING_WITH_DELETES;
      case NONE, UNKNOWN -> UNKNOWN;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
