package dev.millrace.engine.compile;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What stands in a table's WITH, out of all that has a say in it. */
final class TableOptions {
  private static final String CONNECTOR = "connector";
  private static final Set<String> KAFKA = Set.of("kafka", "upsert-kafka");

  private final String adapterType;
  private final Consumer<Problem> problems;

  /**
   * @param adapterType of the target
   * @param problems where options that do not apply are told
   */
  TableOptions(String adapterType, Consumer<Problem> problems) {
    this.adapterType = adapterType;
    this.problems = problems;
  }

  /** The options the node itself names, in the words of all dialects. */
  Map<String, String> own(Node node) {
    NodeConfig config = node.config();
    Map<String, String> options =
        new LinkedHashMap<>(config.textMap("default_connector_properties"));
    options.putAll(config.textMap("connector_properties"));
    options.putAll(config.textMap("with"));
    config.text(CONNECTOR).ifPresent(name -> options.put(CONNECTOR, name));
    if (adapterType.equals("flink")) {
      options.keySet().stream()
          .filter(TableOptions::isConfluentOnly)
          .toList()
          .forEach(key -> drop(node, options, key));
    }
    return options;
  }

  private static boolean isConfluentOnly(String key) {
    return key.equals("changelog.mode") || key.startsWith("kafka.");
  }

  private void drop(Node node, Map<String, String> options, String key) {
    options.remove(key);
    problems.accept(
        Problem.warning(
                ProblemCode.CONFIG_INVALID,
                "The table option `"
                    + key
                    + "` of `"
                    + node.name()
                    + "` means something on Confluent Cloud only and is left out")
            .at(node.config().origins().getOrDefault("with", SourcePosition.of(node.path())))
            .remedy("Set Kafka's own options on the topic"));
  }

  /**
   * The node's options over the defaults. Options of a default belong to its connector: a node with
   * another connector takes none of them.
   */
  static Map<String, String> over(Map<String, String> defaults, Map<String, String> own) {
    String connector = own.get(CONNECTOR);
    if (connector != null && !connector.equals(defaults.get(CONNECTOR))) {
      return own;
    }
    Map<String, String> merged = new LinkedHashMap<>(defaults);
    merged.putAll(own);
    return merged;
  }

  /** Adds what a Kafka table needs and neither the node nor a default names. */
  static Map<String, String> completed(
      Map<String, String> options, PhysicalNames names, Node node) {
    if (!KAFKA.contains(options.getOrDefault(CONNECTOR, ""))) {
      return options;
    }
    Map<String, String> completed = new LinkedHashMap<>(options);
    if (!completed.containsKey("topic-pattern")) {
      // What others write keeps the name they gave it.
      String topic =
          node.resourceType() == ResourceType.SOURCE ? node.relation().name() : names.topic();
      completed.putIfAbsent("topic", topic);
    }
    completed.putIfAbsent("properties.group.id", names.consumerGroup());
    if ("exactly-once".equals(completed.get("sink.delivery-guarantee"))) {
      completed.putIfAbsent("sink.transactional-id-prefix", names.transactionalIdPrefix());
    }
    return completed;
  }
}
