package dev.millrace.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Plans compiled by Flink 2.3.0 from the queries in {@code plans/queries.tsv}, all in one JVM, so
 * that their counters differ.
 */
public final class Plans {
  private Plans() {}

  public static String plan(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Plans.class.getResourceAsStream("/plans/" + name + ".json"), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One plan that does what several do, nothing shared; their ids are told apart. */
  public static String together(List<String> plans) {
    if (plans.size() == 1) {
      return plans.getFirst();
    }
    ObjectMapper json = new ObjectMapper();
    ObjectNode whole = json.createObjectNode();
    ArrayNode nodes = json.createArrayNode();
    ArrayNode edges = json.createArrayNode();
    try {
      for (int i = 0; i < plans.size(); i++) {
        int shift = i * 10_000;
        JsonNode plan = json.readTree(plans.get(i));
        whole.set("flinkVersion", plan.path("flinkVersion"));
        for (JsonNode node : plan.path("nodes")) {
          nodes.add(shifted(node, "id", shift));
        }
        for (JsonNode edge : plan.path("edges")) {
          edges.add(shifted(shifted(edge, "source", shift), "target", shift));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    whole.set("nodes", nodes);
    whole.set("edges", edges);
    return whole.toString();
  }

  private static JsonNode shifted(JsonNode node, String key, int shift) {
    return ((ObjectNode) node.deepCopy()).put(key, node.path(key).asInt() + shift);
  }
}
