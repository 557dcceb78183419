package dev.millrace.engine.connect;

/** Whether a column is one of Flink's time attributes. */
public enum TimeAttribute {
  NONE,
  ROWTIME,
  PROCTIME
}
