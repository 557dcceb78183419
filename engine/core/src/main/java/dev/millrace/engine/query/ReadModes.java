package dev.millrace.engine.query;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the DDL of deployed tables is changed for a session that only looks. */
final class ReadModes {
  private ReadModes() {}

  /**
   * The statement of a table that ends: Kafka is read up to what is there now, generators stop.
   *
   * @param generatedRows rows of each {@code datagen} table
   */
  static String bounded(String statement, int generatedRows) {
    return TableOptions.change(
        statement,
        options ->
            switch (connector(options)) {
              case "kafka" -> {
                Map<String, String> changes = onlyLooking();
                changes.put("scan.startup.mode", "earliest-offset");
                putLatestBound(options, changes);
                yield changes;
              }
              case "upsert-kafka" -> {
                Map<String, String> changes = onlyLooking();
                putLatestBound(options, changes);
                yield changes;
              }
              case "datagen" -> generated(options, generatedRows);
              default -> Map.of();
            });
  }

  /** The statement of a table that goes on. */
  static String live(String statement, LiveQuery.StartAt startAt) {
    return TableOptions.change(
        statement,
        options ->
            switch (connector(options)) {
              case "kafka" -> {
                Map<String, String> changes = onlyLooking();
                switch (startAt) {
                  case EARLIEST -> changes.put("scan.startup.mode", "earliest-offset");
                  case LATEST -> changes.put("scan.startup.mode", "latest-offset");
                  case DECLARED -> {}
                }
                yield changes;
              }
              case "upsert-kafka" -> onlyLooking();
              default -> Map.of();
            });
  }

  private static String connector(Map<String, String> options) {
    return options.getOrDefault("connector", "");
  }

  /** The table may name the consumer group of a running job, whose offsets must not move. */
  private static Map<String, String> onlyLooking() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("properties.enable.auto.commit", "false");
    changes.put("properties.commit.offsets.on.checkpoint", "false");
    return changes;
  }

  private static void putLatestBound(Map<String, String> options, Map<String, String> changes) {
    // An end that the table declares itself is part of what it means.
    if (options.getOrDefault("scan.bounded.mode", "unbounded").equals("unbounded")) {
      changes.put("scan.bounded.mode", "latest-offset");
    }
  }

  private static Map<String, String> generated(Map<String, String> options, int generatedRows) {
    long rows = Math.min(number(options.get("number-of-rows"), generatedRows), generatedRows);
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("number-of-rows", Long.toString(rows));
    // A table that yields five rows a second would keep the reader waiting for minutes.
    if (number(options.get("rows-per-second"), Long.MAX_VALUE) < rows) {
      changes.put("rows-per-second", Long.toString(rows));
    }
    return changes;
  }

  private static long number(@Nullable String text, long ifNone) {
    try {
      return text == null ? ifNone : Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return ifNone;
    }
  }
}
