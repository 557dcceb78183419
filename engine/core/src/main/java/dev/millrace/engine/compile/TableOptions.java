package dev.millrace.engine.compile;

import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What stands in a table's WITH, out of all that has a say in it. */
final class TableOptions {
  private static final String CONNECTOR = "connector";
  private static final Set<String> KAFKA = Set.of("kafka", "upsert-kafka");

  private final String adapterType;
  private final CompileWarnings warnings;

  /**
   * @param adapterType of the target
   * @param warnings where options that do not apply are told
   */
  TableOptions(String adapterType, CompileWarnings warnings) {
    this.adapterType = adapterType;
    this.warnings = warnings;
  }

  /** The options the node itself names, in the words of all dialects. */
  Map<String, String> own(Node node) {
    NodeConfig config = node.config();
    Map<String, String> options =
        new LinkedHashMap<>(config.textMap("default_connector_properties"));
    if (config.values().get("properties") instanceof Map<?, ?>) {
      options.putAll(config.textMap("properties"));
    }
    options.putAll(config.textMap("connector_properties"));
    options.putAll(config.textMap("with"));
    config.text(CONNECTOR).ifPresent(name -> options.put(CONNECTOR, name));
    if (adapterType.equals("flink")) {
      options.keySet().stream()
          .filter(key -> isConfluentOnly(key, options))
          .toList()
          .forEach(key -> drop(node, options, key));
    }
    return options;
  }

  private static boolean isConfluentOnly(String key, Map<String, String> options) {
    return key.equals("changelog.mode")
        || key.startsWith("kafka.")
        || (key.endsWith("format") && options.getOrDefault(key, "").endsWith("-registry"));
  }

  private void drop(Node node, Map<String, String> options, String key) {
    String value = String.valueOf(options.remove(key));
    boolean kept =
        ForeignConfigs.isTopicOption(key, value)
            || (key.equals("changelog.mode")
                && value.equals(StorageResolver.primaryKey(node).isEmpty() ? "append" : "upsert"));
    if (kept || ConfigEffects.silenced(node).contains("with")) {
      return;
    }
    warnings.withoutEffect(
        node,
        "with",
        "with." + key,
        value.endsWith("-registry")
            ? "names a format of Confluent Cloud: the target's default stands in"
            : "means something on Confluent Cloud only and is left out",
        value.endsWith("-registry")
            ? "Set Flink's format, such as `avro-confluent` with its url, where it runs on Flink"
            : "Set Kafka's own options in `topic_config`");
  }

  /**
   * The node's options over the defaults. Options of a default belong to its connector: a node with
   * another connector takes none of them. So it is with options of its format.
   */
  static Map<String, String> over(Map<String, String> defaults, Map<String, String> own) {
    String connector = own.get(CONNECTOR);
    if (connector != null && !connector.equals(defaults.get(CONNECTOR))) {
      return own;
    }
    Map<String, String> merged = new LinkedHashMap<>(defaults);
    if (own.containsKey("value.format")) {
      // Kafka's connector takes the one or the other.
      merged.remove("format");
    }
    String format = defaults.get("format");
    if (format != null && !own.getOrDefault("format", format).equals(format)) {
      merged.keySet().removeIf(option -> option.startsWith(format + "."));
    }
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
