package dev.millrace.sidecar.planner;

import java.util.Locale;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Whether a column is a time attribute. */
enum Time {
  NONE,
  ROWTIME,
  PROCTIME;

  static Time of(LogicalType type) {
    if (LogicalTypeChecks.isRowtimeAttribute(type)) {
      return ROWTIME;
    }
    return LogicalTypeChecks.isProctimeAttribute(type) ? PROCTIME : NONE;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
