package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Flink's compiled plan, read from its JSON.
 *
 * @param flinkVersion the version that wrote it, such as {@code 2.3}
 * @param nodes in Flink's order, inputs before those that use them
 */
public record CompiledPlan(String flinkVersion, List<Node> nodes) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Type of nodes that hand out rows that stand in the query. */
  static final String VALUES = "values";

  /** In a lookup join, what it asks. */
  static final String TEMPORAL_TABLE = "temporalTable";

  public CompiledPlan {
    requireNonNull(flinkVersion, "flinkVersion");
    nodes = List.copyOf(nodes);
  }

  /**
   * A node.
   *
   * @param type without {@code stream-exec-} and version
   * @param inputs positions in {@link CompiledPlan#nodes()} of what it reads, left before right
   * @param json as it stands in the plan
   */
  record Node(String type, List<Integer> inputs, ObjectNode json) {
    Node {
      requireNonNull(type, "type");
      inputs = List.copyOf(inputs);
      requireNonNull(json, "json");
    }

    String description() {
      return json.path("description").asText();
    }

    /** The table it scans or writes, if it does. */
    Optional<Table> table() {
      JsonNode scanned = json.path("scanTableSource").path("table");
      JsonNode written = json.path("dynamicTableSink").path("table");
      if (scanned.isObject()) {
        return Optional.of(Table.of(scanned, false));
      }
      return written.isObject() ? Optional.of(Table.of(written, true)) : Optional.empty();
    }

    /** Whether it hands out rows that stand in the query. */
    boolean isValues() {
      return type.equals(VALUES);
    }

    /** Whether each column it hands on is computed from one row, by a call that may be awaited. */
    boolean calculates() {
      return type.equals("calc") || type.equals("async-calc");
    }

    /** The table it asks by key for each row, if it is a lookup join: it has no scan. */
    Optional<Table> lookedUp() {
      JsonNode table = json.path(TEMPORAL_TABLE).path("lookupTableSource").path("table");
      return table.isObject() ? Optional.of(Table.of(table, false)) : Optional.empty();
    }
  }

  /**
   * A table that a plan reads or writes.
   *
   * @param identifier quoted as Flink does
   * @param options as in its DDL, placeholders kept
   */
  public record Table(String identifier, boolean written, Map<String, String> options) {
    public Table {
      requireNonNull(identifier, "identifier");
      options = Map.copyOf(options);
    }

    private static Table of(JsonNode table, boolean written) {
      Map<String, String> options = new LinkedHashMap<>();
      table
          .path("resolvedTable")
          .path("options")
          .properties()
          .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
      return new Table(table.path("identifier").asText(), written, options);
    }
  }

  /**
   * Reads a plan.
   *
   * @throws MillraceException INTERNAL when it is no plan of Flink's
   */
  public static CompiledPlan parse(String json) {
    JsonNode plan = tree(json);
    if (!plan.path("nodes").isArray() || !plan.path("edges").isArray()) {
      throw invalid("it has no nodes or no edges", null);
    }
    Map<Integer, List<Integer>> inputs = new HashMap<>();
    for (JsonNode edge : plan.get("edges")) {
      inputs
          .computeIfAbsent(edge.path("target").asInt(), target -> new ArrayList<>())
          .add(edge.path("source").asInt());
    }
    Map<Integer, Integer> positions = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (JsonNode node : plan.get("nodes")) {
      int id = node.path("id").asInt();
      positions.put(id, nodes.size());
      List<Integer> read = new ArrayList<>();
      for (int input : inputs.getOrDefault(id, List.of())) {
        Integer position = positions.get(input);
        if (position == null) {
          throw invalid("node " + id + " comes before its input " + input, null);
        }
        read.add(position);
      }
      nodes.add(new Node(typeOf(node.path("type").asText()), read, (ObjectNode) node));
    }
    return new CompiledPlan(plan.path("flinkVersion").asText(), nodes);
  }

  /**
   * How many of its sources hand out rows that stand in the query: they come to their end as soon
   * as the job has begun.
   */
  public int countOfValues() {
    return (int) nodes.stream().filter(Node::isValues).count();
  }

  /** All of it, as it is written. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw invalid("it is no JSON", e);
    }
  }

  /** The tables it reads and writes, each once, in the plan's order. */
  public List<Table> tables() {
    return nodes.stream()
        .flatMap(node -> Stream.concat(node.table().stream(), node.lookedUp().stream()))
        .distinct()
        .toList();
  }

  private static String typeOf(String flinkType) {
    String type = flinkType.replaceFirst("_\\d+$", "");
    return type.startsWith("stream-exec-") ? type.substring("stream-exec-".length()) : type;
  }

  private static MillraceException invalid(String why, @Nullable Throwable cause) {
    return new MillraceException(
        Problem.error(ProblemCode.INTERNAL, "Flink's compiled plan cannot be read: " + why), cause);
  }
}
