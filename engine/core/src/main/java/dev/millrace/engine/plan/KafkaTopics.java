package dev.millrace.engine.plan;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.NodeConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The topics behind tables, from their options. A model's {@code topic_partitions} (1 if absent)
 * and {@code topic_config} say how its own is made.
 */
final class KafkaTopics {
  private static final Set<String> CONNECTORS = Set.of("kafka", "upsert-kafka");

  private KafkaTopics() {}

  /**
   * Topics of one table; none when it is stored elsewhere.
   *
   * @param config of the node that owns the table
   */
  static List<Topic> of(Map<String, String> options, NodeConfig config) {
    String connector = options.getOrDefault("connector", "");
    if (!CONNECTORS.contains(connector) || !options.containsKey("topic")) {
      return List.of();
    }
    Map<String, String> client = Topic.clientProperties(options);
    Map<String, String> topicConfig = new LinkedHashMap<>();
    if (connector.equals("upsert-kafka")) {
      topicConfig.put("cleanup.policy", "compact");
    }
    topicConfig.putAll(config.textMap("topic_config"));
    List<Topic> topics = new ArrayList<>();
    for (String name : options.getOrDefault("topic", "").split(";")) {
      topics.add(new Topic(name.strip(), partitions(config), topicConfig, client));
    }
    return topics;
  }

  private static int partitions(NodeConfig config) {
    String value = config.text("topic_partitions").orElse("1");
    if (!value.matches("[1-9]\\d{0,4}")) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.CONFIG_INVALID,
              "The config `topic_partitions` must be a positive whole number, not `"
                  + value
                  + "`"));
    }
    return Integer.parseInt(value);
  }
}
