package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Writes the session's time zone where a plan sees instants as local times. Flink's plan does not
 * say it, and days of another zone are other groups.
 */
final class SessionTimeZone {
  private static final String OPTION = "table.local-time-zone";
  static final String MARK = "timeZone";

  /** What stands in a plan where the zone has a say. */
  private static final List<String> WORDS =
      List.of(
          "WITH LOCAL TIME ZONE",
          "TIMESTAMP_LTZ",
          "TIMESTAMP_WITH_LOCAL_TIME_ZONE",
          "UNIXTIME",
          "UNIX_TIMESTAMP",
          "LOCALTIME",
          "CURRENT_DATE",
          "CURRENT_TIME");

  private SessionTimeZone() {}

  /**
   * Changes the JSON of the plan's nodes; nothing where the zone is not set.
   *
   * @param plannerOptions Flink options the plan was compiled with
   */
  static void mark(CompiledPlan plan, Map<String, String> plannerOptions) {
    String zone = plannerOptions.get(OPTION);
    if (zone == null) {
      return;
    }
    for (CompiledPlan.Node node : plan.nodes()) {
      if (node.json().has("windowing") && isConcerned(node.json())) {
        node.json().put(MARK, zone);
      }
      markCalls(node.json(), zone);
    }
  }

  /** An instant that is handed on is the same in every zone, so only calls matter. */
  private static void markCalls(JsonNode json, String zone) {
    if (json instanceof ObjectNode object
        && object.path("kind").asText().equals("CALL")
        && isConcerned(object)) {
      object.put(MARK, zone);
      return;
    }
    json.forEach(child -> markCalls(child, zone));
  }

  private static boolean isConcerned(JsonNode json) {
    String text = json.toString();
    return WORDS.stream().anyMatch(text::contains);
  }
}
