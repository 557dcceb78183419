package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where columns end up that are NULL in rows from before a switch: Flink's sinks refuse a NULL in a
 * column of the key, or one that is declared NOT NULL, and the job would fail again and again.
 */
final class ColumnGaps {
  private ColumnGaps() {}

  /**
   * Whether one of them reaches a column of a table that takes no NULL.
   *
   * @param starting by the position of an operator, columns that are NULL in rows it remembers
   */
  static boolean reachTables(CompiledPlan plan, Map<Integer, Set<Integer>> starting) {
    if (starting.values().stream().allMatch(Set::isEmpty)) {
      return false;
    }
    List<Set<Integer>> gaps = new ArrayList<>();
    for (int i = 0; i < plan.nodes().size(); i++) {
      CompiledPlan.Node node = plan.nodes().get(i);
      Set<Integer> own = new HashSet<>(starting.getOrDefault(i, Set.of()));
      own.addAll(handedOn(plan, node, gaps));
      gaps.add(own);
      Optional<CompiledPlan.Table> table = node.table().filter(CompiledPlan.Table::written);
      if (table.isPresent() && node.inputs().size() == 1) {
        Set<Integer> reaching = gaps.get(node.inputs().getFirst());
        if (required(node).stream().anyMatch(reaching::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<Integer> handedOn(
      CompiledPlan plan, CompiledPlan.Node node, List<Set<Integer>> gaps) {
    Set<Integer> handedOn = new HashSet<>();
    if (node.inputs().isEmpty()) {
      return handedOn;
    }
    Set<Integer> first = gaps.get(node.inputs().getFirst());
    switch (node.type()) {
      case "calc", "async-calc" -> {
        int column = 0;
        for (JsonNode expression : node.json().path("projection")) {
          if (first.stream().anyMatch(gap -> mayBeNull(expression, gap))) {
            handedOn.add(column);
          }
          column++;
        }
      }
      case "group-aggregate",
          "local-group-aggregate",
          "global-group-aggregate",
          "window-aggregate",
          "local-window-aggregate",
          "global-window-aggregate" -> {
        int column = 0;
        for (JsonNode position : node.json().path("grouping")) {
          if (first.contains(position.asInt())) {
            handedOn.add(column);
          }
          column++;
        }
      }
      case "union" -> node.inputs().forEach(input -> handedOn.addAll(gaps.get(input)));
      default -> {
        // Columns of the first input come first, those of a second one behind them.
        int offset = 0;
        for (int input : node.inputs()) {
          for (int column : gaps.get(input)) {
            handedOn.add(offset + column);
          }
          offset += RowFields.of(plan.nodes().get(input).json().path("outputType")).size();
        }
      }
    }
    return handedOn;
  }

  /** Whether an expression may be NULL since one of the columns that it reads is. */
  private static boolean mayBeNull(JsonNode expression, int gap) {
    if (expression.path("kind").asText().equals("INPUT_REF")) {
      return expression.path("inputIndex").asInt() == gap;
    }
    if (expression.path("type").asText().endsWith("NOT NULL")) {
      return false;
    }
    for (JsonNode part : expression) {
      if (part.isContainerNode() && mayBeNull(part, gap)) {
        return true;
      }
    }
    return false;
  }

  /** Positions of the columns of a sink's table that take no NULL. */
  private static Set<Integer> required(CompiledPlan.Node sink) {
    JsonNode schema =
        sink.json().path("dynamicTableSink").path("table").path("resolvedTable").path("schema");
    Set<String> key = new HashSet<>();
    schema.path("primaryKey").path("columns").forEach(column -> key.add(column.asText()));
    Set<Integer> required = new HashSet<>();
    int position = 0;
    for (JsonNode column : schema.path("columns")) {
      JsonNode type = column.path("dataType");
      if (key.contains(column.path("name").asText())
          || (type.isTextual() && type.asText().endsWith("NOT NULL"))) {
        required.add(position);
      }
      position++;
    }
    return required;
  }
}
