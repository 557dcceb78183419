package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.tables.mute.MuteTableFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan whose tables give nothing and take everything: it makes the same operators with the same
 * state, and reaches nobody.
 *
 * @param json of the plan; no option of a table is left in it
 * @param values how many of its sources hand out rows that stand in the query, and end then
 * @param reads whether a table is among its sources
 * @param settings those of the job's that decide what state looks like
 */
record MutedPlan(String json, int values, boolean reads, Map<String, String> settings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "resolvedTable";
  private static final String VALUES = "stream-exec-values_";
  private static final String SCAN = "stream-exec-table-source-scan_";

  MutedPlan {
    requireNonNull(json, "json");
    settings = Map.copyOf(settings);
  }

  /**
   * @throws JsonProcessingException when it is no JSON
   */
  static MutedPlan of(String plan, Map<String, String> settings) throws JsonProcessingException {
    JsonNode tree = JSON.readTree(plan);
    mute(tree);
    renumber(tree);
    return new MutedPlan(
        tree.toString(), count(tree, VALUES), count(tree, SCAN) > 0, relevant(settings));
  }

  private static int count(JsonNode plan, String type) {
    int found = 0;
    for (JsonNode node : plan.path("nodes")) {
      if (node.path("type").asText().startsWith(type)) {
        found++;
      }
    }
    return found;
  }

  private static void mute(JsonNode node) {
    if (node instanceof ObjectNode object && object.get(TABLE) instanceof ObjectNode table) {
      table
          .putObject("options")
          .put("connector", MuteTableFactory.IDENTIFIER)
          .put(MuteTableFactory.REPLAYED.key(), "true");
    }
    node.forEach(MutedPlan::mute);
  }

  /** Node ids come from a counter of the process that compiled; UIDs do not depend on them. */
  private static void renumber(JsonNode plan) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (JsonNode node : plan.path("nodes")) {
      int number = numbers.size() + 1;
      numbers.put(node.path("id").asInt(), number);
      ((ObjectNode) node).put("id", number);
    }
    for (JsonNode edge : plan.path("edges")) {
      for (String end : new String[] {"source", "target"}) {
        Integer number = numbers.get(edge.path(end).asInt());
        if (number != null) {
          ((ObjectNode) edge).put(end, number);
        }
      }
    }
  }

  /** Where state is kept and how often it is saved changes nothing about what it is. */
  private static Map<String, String> relevant(Map<String, String> settings) {
    Map<String, String> relevant = new TreeMap<>();
    settings.forEach(
        (option, value) -> {
          if (option.startsWith("table.") || option.equals("pipeline.max-parallelism")) {
            relevant.put(option, value);
          }
        });
    return relevant;
  }

  /** Whether all of its rows stand in the query, or none are left of it. */
  boolean endsByItself() {
    return values > 0 && !reads;
  }

  boolean keepsStateAsynchronously() {
    return Boolean.parseBoolean(settings.get("table.exec.async-state.enabled"));
  }

  /**
   * What tells this plan from every other.
   *
   * @param flinkVersion that would run it
   */
  String hash(String flinkVersion) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(flinkVersion.getBytes(StandardCharsets.UTF_8));
      new TreeMap<>(settings)
          .forEach(
              (option, value) ->
                  digest.update(("\n" + option + "=" + value).getBytes(StandardCharsets.UTF_8)));
      digest.update(("\n" + json).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
