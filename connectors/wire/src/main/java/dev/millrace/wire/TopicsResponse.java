package dev.millrace.wire;

import java.util.Map;

/**
 * The topics that exist after the call, by name.
 *
 * @param ids the broker's id of each
 * @param sizes of those that were to be described; empty for every other action
 */
public record TopicsResponse(Map<String, String> ids, Map<String, Size> sizes) {
  /**
   * How large a topic is.
   *
   * @param records between the first and the last offset of all partitions; compaction and
   *     transactions leave fewer to be read
   */
  public record Size(int partitions, long records) {}
}
