package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A topic that a table is stored in.
 *
 * @param clientProperties how to reach its brokers, placeholders kept; at least {@code
 *     bootstrap.servers}
 * @param config topic configuration, such as {@code cleanup.policy}
 */
public record Topic(
    String name, int partitions, Map<String, String> config, Map<String, String> clientProperties) {
  private static final String CLIENT = "properties.";

  public Topic {
    requireNonNull(name, "name");
    if (partitions < 1) {
      throw new IllegalArgumentException("a topic needs at least one partition");
    }
    config = Map.copyOf(config);
    clientProperties = Map.copyOf(clientProperties);
  }

  /** How a table's options say that its brokers are reached. */
  public static Map<String, String> clientProperties(Map<String, String> tableOptions) {
    Map<String, String> client = new LinkedHashMap<>();
    tableOptions.forEach(
        (key, value) -> {
          if (key.startsWith(CLIENT)) {
            client.put(key.substring(CLIENT.length()), value);
          }
        });
    return client;
  }
}
