package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings a compiled plan into a form that depends on what the query does alone: no counters, no
 * descriptions, no names of inner columns and aliases, no table options (they are compared on their
 * own), no UIDs. The hash of this form decides whether a query is unchanged.
 */
public final class PlanNormalizer {
  private static final Set<String> DROPPED =
      Set.of("id", "description", "options", OperatorUids.OWN_UID);

  private PlanNormalizer() {}

  /** Fingerprint of the whole query. */
  public static String fingerprint(CompiledPlan plan) {
    return Fingerprints.VERSION + "-" + Hashes.of(normalize(plan));
  }

  /** The normalised form, as JSON with sorted keys. */
  public static String normalize(CompiledPlan plan) {
    ArrayNode nodes = CompiledPlan.JSON.createArrayNode();
    for (CompiledPlan.Node node : plan.nodes()) {
      ObjectNode normalized = CompiledPlan.JSON.createObjectNode();
      ArrayNode inputs = normalized.putArray("inputs");
      node.inputs().forEach(inputs::add);
      normalized.set("node", clean(node.json()));
      nodes.add(normalized);
    }
    return nodes.toString();
  }

  private static JsonNode clean(JsonNode json) {
    if (json.isArray()) {
      ArrayNode array = CompiledPlan.JSON.createArrayNode();
      json.forEach(element -> array.add(clean(element)));
      return array;
    }
    if (!json.isObject()) {
      return json;
    }
    ObjectNode object = CompiledPlan.JSON.createObjectNode();
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    json.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
    sorted.forEach(
        (key, value) -> {
          switch (key) {
            case String dropped when DROPPED.contains(dropped) -> {}
            case String unsaid when CodeStamps.isOnlyAName(json, unsaid) -> {}
            case "outputType", "localAggInputRowType" -> {
              ArrayNode types = object.putArray(key);
              RowFields.of(value).forEach(field -> types.add(field.type()));
            }
            case "aggCalls", "namedWindowProperties" -> object.set(key, withoutNames(value));
            case "configuration" -> {
              // A node without options of its own has no such key until a UID is set on it.
              JsonNode options = withoutUid(value);
              if (!options.isEmpty()) {
                object.set(key, options);
              }
            }
            default -> object.set(key, clean(value));
          }
        });
    return object;
  }

  private static JsonNode withoutNames(JsonNode list) {
    ArrayNode copy = CompiledPlan.JSON.createArrayNode();
    list.forEach(
        element -> {
          ObjectNode named = element.deepCopy();
          named.remove("name");
          copy.add(clean(named));
        });
    return copy;
  }

  private static JsonNode withoutUid(JsonNode configuration) {
    ObjectNode copy = configuration.deepCopy();
    copy.remove(OperatorUids.UID_FORMAT);
    return clean(copy);
  }
}
