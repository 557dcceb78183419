package dev.millrace.connector.flink.local;

import java.util.Locale;

/** What a sidecar is wanted for. */
public enum SidecarRole {
  /** JobManager, TaskManager and SQL Gateway beside the planner: the embedded default. */
  CLUSTER,
  /** The planner alone, for remote targets and for checks with nothing running. */
  PLANNER;

  /** The name spoken on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
