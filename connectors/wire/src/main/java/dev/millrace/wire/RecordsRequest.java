package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Look for records that the sources of a plan cannot read: {@link Wire#RECORDS}.
 *
 * @param plan plan JSON with placeholders
 * @param bindings values by placeholder key; kept in memory only
 * @param settings Flink options of planner and job
 * @param sources where to begin
 * @param most how many are looked for
 */
public record RecordsRequest(
    String plan,
    Map<String, String> bindings,
    Map<String, String> settings,
    List<RecordSource> sources,
    int most) {
  /** Without the values of the bindings. */
  @Override
  public String toString() {
    return "RecordsRequest[" + sources + "]";
  }

  /**
   * One source.
   *
   * @param uid value of {@code table.exec.uid.format} on its node
   * @param clientProperties how its brokers are reached, placeholders kept
   */
  public record RecordSource(
      String uid, Map<String, String> clientProperties, List<TopicPosition> positions) {
    /** Without the properties. */
    @Override
    public String toString() {
      return "RecordSource[" + uid + ", " + positions + "]";
    }
  }
}
