package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Parts of a ranking, a frame or a window, with the columns they name instead of their positions.
 */
final class NamedPositions {
  private static final Set<String> LISTS =
      Set.of("fields", "argList", "primaryKeys", "partitionKeys");
  private static final Set<String> SINGLE =
      Set.of(
          "index",
          "inputIndex",
          "filterArg",
          "timeAttributeIndex",
          "sliceEnd",
          "windowStart",
          "windowEnd");
  private static final Set<String> WITHOUT_MEANING =
      Set.of("name", "constants", "originalInputFields");

  private NamedPositions() {}

  /**
   * @param part of a node, which may have constants whose positions follow those of the columns
   * @param fields where the columns come from
   */
  static String of(JsonNode part, List<String> fields) {
    List<String> named = new ArrayList<>(fields);
    part.path("constants").forEach(constant -> named.add(constant.toString()));
    return named(part, named).toString();
  }

  /**
   * @param positions of columns
   */
  static String list(JsonNode positions, List<String> fields) {
    List<String> named = new ArrayList<>();
    positions.forEach(position -> named.add(Fingerprints.fieldAt(fields, position.asInt())));
    return String.join(",", named);
  }

  private static JsonNode named(JsonNode json, List<String> fields) {
    if (json.isArray()) {
      ArrayNode array = CompiledPlan.JSON.createArrayNode();
      json.forEach(element -> array.add(named(element, fields)));
      return array;
    }
    if (!json.isObject()) {
      return json;
    }
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    json.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
    ObjectNode object = CompiledPlan.JSON.createObjectNode();
    sorted.forEach(
        (key, value) -> {
          if (WITHOUT_MEANING.contains(key)) {
            return;
          }
          if (SINGLE.contains(key) && value.isInt()) {
            object.put(key, Fingerprints.fieldAt(fields, value.asInt()));
          } else if (LISTS.contains(key) && value.path(0).isInt()) {
            ArrayNode list = object.putArray(key);
            value.forEach(position -> list.add(Fingerprints.fieldAt(fields, position.asInt())));
          } else {
            object.set(key, named(value, fields));
          }
        });
    return object;
  }
}
