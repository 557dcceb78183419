package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Parts of structures that expressions read, told by where the structure comes from and by their
 * own type: what else is in the structure says nothing of them.
 *
 * @param columns of the rows that the expressions are computed from
 * @param exact where each comes from
 * @param loose the same whatever the types
 * @param typed whether a part of another type counts as another part
 */
record StructureParts(
    List<RowFields.Field> columns, List<String> exact, List<String> loose, boolean typed) {
  private static final List<String> READING = List.of("projection", "condition", "functionCall");

  StructureParts {
    columns = List.copyOf(columns);
    exact = List.copyOf(exact);
    loose = List.copyOf(loose);
  }

  /** The node with what it reads of structures told so; those without expressions as they are. */
  CompiledPlan.Node namedIn(CompiledPlan.Node node) {
    ObjectNode json = node.json().deepCopy();
    for (String key : READING) {
      JsonNode expression = json.path(key);
      if (expression.isContainerNode()) {
        json.set(key, named(expression));
      }
    }
    return new CompiledPlan.Node(node.type(), node.inputs(), json);
  }

  private JsonNode named(JsonNode expression) {
    if (isPart(expression)) {
      Optional<JsonNode> part = part(expression);
      if (part.isPresent()) {
        return part.get();
      }
    }
    if (expression.isArray()) {
      ArrayNode array = CompiledPlan.JSON.createArrayNode();
      expression.forEach(element -> array.add(named(element)));
      return array;
    }
    if (!expression.isObject()) {
      return expression;
    }
    ObjectNode object = CompiledPlan.JSON.createObjectNode();
    expression
        .properties()
        .forEach(property -> object.set(property.getKey(), named(property.getValue())));
    return object;
  }

  private static boolean isPart(JsonNode expression) {
    return expression.path("kind").asText().equals("FIELD_ACCESS");
  }

  private Optional<JsonNode> part(JsonNode access) {
    Deque<String> path = new ArrayDeque<>();
    JsonNode whole = access;
    while (isPart(whole)) {
      path.addFirst(whole.path("name").asText());
      whole = whole.path("expr");
    }
    int column =
        switch (whole.path("kind").asText()) {
          case "INPUT_REF" -> whole.path("inputIndex").asInt();
          // The row that a table function is called for: its parts are the columns.
          case "CORREL_VARIABLE" -> named(path.removeFirst());
          default -> -1;
        };
    if (column < 0 || column >= Math.min(columns.size(), exact.size())) {
      return Optional.empty();
    }
    ObjectNode part = CompiledPlan.JSON.createObjectNode().put("kind", "FIELD_ACCESS");
    if (path.isEmpty()) {
      return Optional.of(part.put("of", exact.get(column)));
    }
    Optional<String> type = Optional.of(columns.get(column).type());
    for (String step : path) {
      type = type.flatMap(structure -> partType(structure, step));
      part.withArrayProperty("name").add(step);
    }
    return type.map(own -> part.put("of", loose.get(column)).put("partType", typed ? own : ""));
  }

  private int named(String name) {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(column.name()));
    return names.indexOf(name);
  }

  private static Optional<String> partType(String structure, String name) {
    return RowFields.ofText(structure).stream()
        .filter(field -> field.name().equals(name))
        .map(RowFields.Field::type)
        .findFirst();
  }
}
