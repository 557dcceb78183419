package dev.millrace.engine.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A specification as it is kept, in the ledger and in jobs. What earlier versions wrote is read
 * too: jobs carry their specification for as long as they run.
 */
final class SpecJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** What stood in the specification itself while a job filled exactly one table. */
  private static final List<String> OF_THE_OUTPUT =
      List.of("model", "path", "relation", "sql", "insert", "columns", "primaryKey", "changelog");

  private SpecJson() {}

  static String write(JobSpec spec) {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of ours can be written", e);
    }
  }

  /**
   * Reads what any version wrote.
   *
   * @throws IllegalStateException when it is none, or of a later version
   */
  static JobSpec read(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree instanceof ObjectNode spec && !spec.has("outputs")) {
        ObjectNode output = spec.putArray("outputs").addObject();
        OF_THE_OUTPUT.forEach(key -> output.set(key, spec.remove(key)));
        spec.path("operators")
            .forEach(
                operator -> ((ObjectNode) operator).putArray("models").add(output.get("model")));
      }
      return JSON.treeToValue(tree, JobSpec.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("the ledger holds what this version cannot read", e);
    }
  }
}
