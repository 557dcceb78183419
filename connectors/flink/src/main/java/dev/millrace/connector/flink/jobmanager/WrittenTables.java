package dev.millrace.connector.flink.jobmanager;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tables that a SQL job writes in the plan that a JobManager shows. Flink names a sink's
 * operators after the table, as in {@code orders[43]: Writer}; sinks of the older kind are {@code
 * Sink(table=[catalog.database.orders], ...)}.
 */
final class WrittenTables {
  private static final Pattern WRITER = Pattern.compile("([^\\s>]+)\\[\\d+]: (?:Writer|Committer)");
  private static final Pattern SINK = Pattern.compile("Sink\\(table=\\[([^\\]]+)]");

  private WrittenTables() {}

  static List<String> in(JsonNode plan) {
    List<String> tables = new ArrayList<>();
    for (JsonNode node : plan.path("plan").path("nodes")) {
      String description = node.path("description").asText();
      find(WRITER, description, tables);
      find(SINK, description, tables);
    }
    return tables.stream()
        .map(table -> table.substring(table.lastIndexOf('.') + 1))
        .distinct()
        .toList();
  }

  private static void find(Pattern pattern, String description, List<String> tables) {
    Matcher matcher = pattern.matcher(description);
    while (matcher.find()) {
      tables.add(matcher.group(1));
    }
  }
}
