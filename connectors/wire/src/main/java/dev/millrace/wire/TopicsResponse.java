package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * The topics that exist after the call, by name.
 *
 * @param ids the broker's id of each
 * @param partitions of those that were to be described, in the order of their numbers; empty for
 *     every other action
 */
public record TopicsResponse(Map<String, String> ids, Map<String, List<Partition>> partitions) {
  /**
   * What a partition holds.
   *
   * @param begin offset of its first record; compaction and transactions leave gaps behind it
   * @param end offset of the next record that is written
   */
  public record Partition(long begin, long end) {}
}
