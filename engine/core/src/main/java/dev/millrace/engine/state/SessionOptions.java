package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Writes into a plan what the session decides of its calls and Flink's plan does not say: the time
 * zone where instants are seen as local times, since days of another zone are other groups, and how
 * casts work that came from before Flink 1.15.
 */
final class SessionOptions {
  private static final String TIME_ZONE = "table.local-time-zone";
  private static final String CASTS = "table.exec.legacy-cast-behaviour";

  /** In a node, the zone it sees instants in. */
  static final String ZONE_MARK = "timeZone";

  private static final String CASTS_MARK = "legacyCast";

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

  private SessionOptions() {}

  /**
   * Changes the JSON of the plan's nodes; nothing where the options are not set.
   *
   * @param plannerOptions Flink options the plan was compiled with
   */
  static void mark(CompiledPlan plan, Map<String, String> plannerOptions) {
    String zone = plannerOptions.get(TIME_ZONE);
    boolean legacyCasts = "enabled".equalsIgnoreCase(plannerOptions.get(CASTS));
    for (CompiledPlan.Node node : plan.nodes()) {
      if (zone != null) {
        if (node.json().has("windowing") && dependsOnZone(node.json())) {
          node.json().put(ZONE_MARK, zone);
        }
        markZone(node.json(), zone);
      }
      if (legacyCasts) {
        markCasts(node.json());
      }
    }
  }

  /** An instant that is handed on is the same in every zone, so only calls matter. */
  private static void markZone(JsonNode json, String zone) {
    if (json instanceof ObjectNode object
        && object.path("kind").asText().equals("CALL")
        && dependsOnZone(object)) {
      object.put(ZONE_MARK, zone);
      return;
    }
    json.forEach(child -> markZone(child, zone));
  }

  private static boolean dependsOnZone(JsonNode json) {
    String text = json.toString();
    return WORDS.stream().anyMatch(text::contains);
  }

  private static void markCasts(JsonNode json) {
    if (json instanceof ObjectNode object
        && object.path("internalName").asText().endsWith("CAST$1")) {
      object.put(CASTS_MARK, true);
    }
    json.forEach(SessionOptions::markCasts);
  }
}
