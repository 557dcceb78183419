package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Make, look up or delete topics: {@link Wire#TOPICS}.
 *
 * @param action {@code ensure}, {@code ids}, {@code describe} or {@code delete}; {@code match}
 *     looks up all topics whose whole name is matched by the regular expression that is given as a
 *     name
 */
public record TopicsRequest(String action, List<TopicSpec> topics, Map<String, String> bindings) {
  /** A topic; clientProperties holds placeholders. */
  public record TopicSpec(
      String name,
      int partitions,
      Map<String, String> config,
      Map<String, String> clientProperties) {}

  /** Without the values of the bindings. */
  @Override
  public String toString() {
    return "TopicsRequest[" + action + ", " + topics.size() + " topics]";
  }
}
