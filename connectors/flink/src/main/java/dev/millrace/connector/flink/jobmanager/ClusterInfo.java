package dev.millrace.connector.flink.jobmanager;

import static java.util.Objects.requireNonNull;

/**
 * A cluster at a glance.
 *
 * @param flinkVersion such as {@code 2.3.0}
 */
public record ClusterInfo(
    String flinkVersion, int taskManagers, int slotsTotal, int slotsAvailable) {
  public ClusterInfo {
    requireNonNull(flinkVersion, "flinkVersion");
  }
}
