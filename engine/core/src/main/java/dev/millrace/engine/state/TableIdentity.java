package dev.millrace.engine.state;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table is, whatever it is called and however it is read. A restored source goes on with the
 * positions of the table it read before, so this is part of its UID.
 */
final class TableIdentity {
  private static final Set<String> KAFKA = Set.of("kafka", "upsert-kafka");
  private static final List<String> PLACES =
      List.of(
          "path",
          "url",
          "hostname",
          "port",
          "topic",
          "topics",
          "topic-pattern",
          "database-name",
          "schema-name",
          "table-name",
          "stream.arn",
          "queue");

  private TableIdentity() {}

  static String of(CompiledPlan.Table table) {
    return of(table.identifier(), table.options());
  }

  /**
   * @param identifier of the table, quoted as Flink does
   */
  static String of(String identifier, Map<String, String> options) {
    String connector = options.getOrDefault("connector", "");
    StringBuilder identity = new StringBuilder(connector);
    if (KAFKA.contains(connector)) {
      // The topic is the identity; the table's name may change.
      identity.append(" topic=").append(topics(options.getOrDefault("topic", "")));
      identity.append(" pattern=").append(options.getOrDefault("topic-pattern", ""));
      return identity.toString();
    }
    identity.append(' ').append(identifier);
    for (String place : PLACES) {
      String value = options.get(place);
      if (value != null) {
        identity.append(' ').append(place).append('=').append(value);
      }
    }
    return identity.toString();
  }

  private static String topics(String option) {
    return String.join(
        ";", List.of(option.split(";")).stream().map(String::strip).sorted().toList());
  }
}
