package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the operators of a compiled plan mean.
 *
 * <p>Every field is followed back to the columns of the tables it comes from, so names that are
 * given on the way (aliases, views, common table expressions) and positions do not count, while
 * {@code SUM(amount)} and {@code SUM(quantity)} are told apart although Flink's plan has the same
 * call for both.
 */
public final class Fingerprints {
  /** Leads every fingerprint; raised when the algorithm changes. */
  static final String VERSION = "1";

  /**
   * Node types that keep nothing. A type that is not here counts as stateful, since a wrong "no
   * state" would lose some.
   */
  private static final Set<String> STATELESS =
      Set.of(
          "calc",
          "python-calc",
          "async-calc",
          "correlate",
          "python-correlate",
          "async-correlate",
          "exchange",
          "expand",
          "union",
          "values",
          "watermark-assigner",
          "mini-batch-assigner",
          "drop-update-before",
          "local-group-aggregate",
          "local-window-aggregate",
          "lookup-join",
          "window-table-function",
          "sort",
          "legacy-table-source-scan",
          "ml-predict-table-function");

  /** Types that ask for an answer and let rows wait for it; of others, the node says so. */
  private static final Set<String> ASYNCHRONOUS =
      Set.of("async-calc", "async-correlate", "python-async-calc");

  /** Types that hand rows on as they are. */
  private static final Set<String> TRANSPARENT =
      Set.of("exchange", "watermark-assigner", "mini-batch-assigner", "drop-update-before");

  /** Types whose state holds only the fields they name, not whole rows. */
  private static final Set<String> BY_FIELD =
      Set.of(
          "group-aggregate",
          "local-group-aggregate",
          "window-aggregate",
          "local-window-aggregate",
          "group-window-aggregate");

  /** Keys that say nothing about state: names, output, what the next operator wants. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "id",
          "type",
          "description",
          "outputType",
          "inputProperties",
          "configuration",
          "state",
          "generateUpdateBefore",
          "outputRowNumber",
          "namedWindowProperties",
          "localAggInputRowType",
          "name",
          // What the query gives stands in the call, and is replaced here by ours.
          OperatorUids.OWN_UID);

  /** Keys that change what comes out from now on, but not what the state holds. */
  private static final Set<String> PARAMETERS =
      Set.of("rankRange", "nonEquiCondition", "windowBounds");

  /** Keys whose number is the position of an input field. */
  private static final Set<String> FIELD_POSITIONS =
      Set.of(
          "inputIndex", "filterArg", "timeAttributeIndex", "sliceEnd", "windowStart", "windowEnd");

  /**
   * What is known of a node.
   *
   * @param meaning of its state
   * @param inputs of the rows that reach it
   * @param fields where each of its output fields comes from
   * @param rows which rows it hands on
   */
  record Facts(OperatorRole role, String meaning, String inputs, List<String> fields, String rows) {
    Facts {
      fields = List.copyOf(fields);
    }

    /** The same columns of other rows. */
    Facts withRows(String others) {
      return new Facts(role, meaning, inputs, fields, others);
    }
  }

  private Fingerprints() {}

  /** Facts of every node, in the plan's order. */
  static List<Facts> of(CompiledPlan plan) {
    return of(plan, Map.of());
  }

  /**
   * The same as if some tables were others.
   *
   * @param standsFor identities of tables by those that take their place
   */
  static List<Facts> of(CompiledPlan plan, Map<String, String> standsFor) {
    List<Facts> facts = new ArrayList<>();
    for (CompiledPlan.Node node : plan.nodes()) {
      facts.add(factsOf(node, node.inputs().stream().map(facts::get).toList(), standsFor, true));
    }
    return facts;
  }

  /** Whether a node hands the rows of its one input on as they are. */
  static boolean handsOn(CompiledPlan.Node node) {
    return TRANSPARENT.contains(node.type()) && node.inputs().size() == 1;
  }

  /**
   * Facts of one node.
   *
   * @param inputs facts of those before it
   * @param standsFor identities of tables by those that take their place
   * @param typed whether a column of another type counts as another column
   */
  static Facts factsOf(
      CompiledPlan.Node node, List<Facts> inputs, Map<String, String> standsFor, boolean typed) {
    Optional<CompiledPlan.Table> table = node.table();
    if (table.isPresent()) {
      String identity = TableIdentity.of(table.get());
      return table.get().written()
          ? sink(node, table.get(), inputs)
          : source(node, standsFor.getOrDefault(identity, identity), typed);
    }
    OperatorRole role = roleOf(node);
    String meaning = VERSION + "-" + meaningOf(node, inputs);
    String reaching = Hashes.of(rowsOf(node, inputs), text(parameters(node)));
    String own = role == OperatorRole.WAITING ? VERSION + "-" + waiting(node, inputs) : meaning;
    List<String> fields;
    String rows;
    if (handsOn(node)) {
      fields = inputs.getFirst().fields();
      rows = inputs.getFirst().rows();
    } else if (node.calculates() && inputs.size() == 1) {
      Facts input = inputs.getFirst();
      fields = expressions(node.json().path("projection"), input.fields(), typed);
      JsonNode condition = node.json().path("condition");
      rows =
          condition.isMissingNode() || condition.isNull()
              ? input.rows()
              : Hashes.of("filter", input.rows(), expression(condition, input.fields()));
    } else if (node.lookedUp().isPresent() && inputs.size() == 1) {
      LookupJoin.Out out = LookupJoin.of(node, node.lookedUp().get(), inputs.getFirst(), typed);
      fields = out.fields();
      rows = out.rows();
    } else if (node.type().equals("union")) {
      // The order of branches means nothing, so they are sorted.
      rows = rowsOf(node, inputs);
      fields = new ArrayList<>();
      for (int i = 0; i < arity(node); i++) {
        int position = i;
        List<String> branches =
            inputs.stream()
                .map(input -> Hashes.of(input.rows(), fieldAt(input.fields(), position)))
                .sorted()
                .toList();
        fields.add(Hashes.of(branches));
      }
    } else {
      rows =
          keepsEachRow(node) && joinCondition(node).isObject()
              ? Hashes.of(meaning, reaching, text(clean(joinCondition(node), Optional.empty())))
              : Hashes.of(meaning, reaching);
      fields = new ArrayList<>();
      for (int i = 0; i < arity(node); i++) {
        fields.add(Hashes.of(rows, Integer.toString(i)));
      }
    }
    return new Facts(role, own, reaching, fields, rows);
  }

  private static Facts source(CompiledPlan.Node node, String identity, boolean typed) {
    List<String> fields =
        RowFields.of(node.json().path("outputType")).stream()
            .map(field -> Hashes.of("column", identity, field.name(), typed ? field.type() : ""))
            .toList();
    List<String> pushed = new ArrayList<>(List.of("scan", identity));
    for (JsonNode ability : node.json().path("scanTableSource").path("abilities")) {
      // Projections are seen in the fields; watermarks change no row and no state.
      if (!Set.of("WatermarkPushDown", "SourceWatermark", "ProjectPushDown", "ReadingMetadata")
          .contains(ability.path("type").asText())) {
        ObjectNode copy = ability.deepCopy();
        copy.remove("producedType");
        pushed.add(text(copy));
      }
    }
    String rows = Hashes.of(pushed);
    return new Facts(
        OperatorRole.SOURCE, VERSION + "-" + Hashes.of("source", identity), rows, fields, rows);
  }

  private static Facts sink(CompiledPlan.Node node, CompiledPlan.Table table, List<Facts> inputs) {
    // A sink keeps what it has not committed yet. Only with an upsert materializer does it remember
    // rows; then key and columns matter as for any other operator.
    String meaning = Hashes.of("sink", table.options().getOrDefault("connector", ""));
    String reaching = "";
    if (node.json().path("requireUpsertMaterialize").asBoolean()) {
      List<String> parts = new ArrayList<>();
      parts.add("materializer");
      parts.add(
          text(
              node.json()
                  .path("dynamicTableSink")
                  .path("table")
                  .path("resolvedTable")
                  .path("schema")
                  .path("primaryKey")
                  .path("columns")));
      parts.add(text(node.json().path("inputUpsertKey")));
      inputs.forEach(input -> parts.addAll(input.fields()));
      parts.add(rowsOf(node, inputs));
      reaching = Hashes.of(parts);
    }
    return new Facts(OperatorRole.SINK, VERSION + "-" + meaning, reaching, List.of(), "");
  }

  private static String meaningOf(CompiledPlan.Node node, List<Facts> inputs) {
    ObjectNode json = node.json().deepCopy();
    json.remove(WITHOUT_MEANING);
    List<String> parts = new ArrayList<>();
    parts.add(node.type());
    // How a table is asked changes nothing of what it answers.
    node.lookedUp()
        .ifPresent(table -> json.put(CompiledPlan.TEMPORAL_TABLE, LookupJoin.identity(table)));
    if (node.json().path("configuration").path("table.exec.mini-batch.enabled").asBoolean()) {
      parts.add("mini-batch");
    }
    if (node.type().equals("rank") && !node.json().path("outputRowNumber").asBoolean()) {
      // Flink's state holds one row more where numbers are handed on, and nobody takes it away.
      parts.add("without numbers");
    }
    if (BY_FIELD.contains(node.type()) && inputs.size() == 1) {
      List<String> fields = inputs.getFirst().fields();
      parts.add(fieldList(json.path("grouping"), fields));
      json.remove("grouping");
      parts.add(text(clean(json, Optional.of(fields))));
    } else {
      parts.add(text(clean(json, Optional.empty())));
      for (Facts input : inputs) {
        parts.add("input");
        parts.addAll(input.fields());
      }
    }
    return Hashes.of(parts);
  }

  private static OperatorRole roleOf(CompiledPlan.Node node) {
    JsonNode state = node.json().path("state");
    if (state.isArray() && !state.isEmpty()) {
      return OperatorRole.STATEFUL;
    }
    if (ASYNCHRONOUS.contains(node.type()) || node.json().path("asyncOptions").isObject()) {
      return OperatorRole.WAITING;
    }
    return !STATELESS.contains(node.type())
            || (node.type().equals("window-table-function")
                && text(node.json().path("windowing")).contains("SessionWindow"))
        ? OperatorRole.STATEFUL
        : OperatorRole.STATELESS;
  }

  /**
   * What waits for an answer are rows as they came: another call, or another filter behind it, is
   * asked for them once more, so they mean the same whatever is asked.
   */
  private static String waiting(CompiledPlan.Node node, List<Facts> inputs) {
    List<String> parts = new ArrayList<>(List.of("waiting", node.type()));
    inputs.forEach(input -> parts.addAll(input.fields()));
    return Hashes.of(parts);
  }

  /** Which rows reach a node, whatever their order among several inputs of a union. */
  private static String rowsOf(CompiledPlan.Node node, List<Facts> inputs) {
    List<String> rows = new ArrayList<>(inputs.stream().map(Facts::rows).toList());
    if (node.type().equals("union")) {
      rows.sort(null);
      rows.addFirst("union");
    }
    return rows.size() == 1 ? rows.getFirst() : Hashes.of(rows);
  }

  /**
   * A copy without names and parameters, keys sorted, positions of fields replaced by fields. The
   * name of a field in a structure stays: it says which of them is read.
   */
  private static JsonNode clean(JsonNode json, Optional<List<String>> fields) {
    if (json.isArray()) {
      ArrayNode array = CompiledPlan.JSON.createArrayNode();
      json.forEach(element -> array.add(clean(element, fields)));
      return array;
    }
    if (!json.isObject()) {
      return json;
    }
    ObjectNode object = CompiledPlan.JSON.createObjectNode();
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    json.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
    boolean isLabeled = !json.path("kind").asText().equals("FIELD_ACCESS");
    sorted.forEach(
        (key, value) -> {
          if ((key.equals("name") && isLabeled)
              || PARAMETERS.contains(key)
              || CodeStamps.isWithoutMeaning(json, key)) {
            return;
          }
          if (fields.isPresent() && key.equals("timeField")) {
            // Names an input beside the position in it.
            object.put(key, fieldAt(fields.get(), value.path("fieldIndex").asInt()));
          } else if (fields.isPresent() && key.equals("argList")) {
            object.put(key, fieldList(value, fields.get()));
          } else if (fields.isPresent() && FIELD_POSITIONS.contains(key) && value.isInt()) {
            object.put(key, value.asInt() < 0 ? "" : fieldAt(fields.get(), value.asInt()));
          } else {
            object.set(key, clean(value, fields));
          }
        });
    CallOrder.settle(object);
    return object;
  }

  /**
   * Whether what a join remembers does not depend on what it is joined with: its condition then
   * works on what is handed on, like a filter behind it. An outer join counts what a row was joined
   * with; with windows and with versions rows are joined once, when their time has come.
   */
  static boolean keepsEachRow(CompiledPlan.Node node) {
    return switch (node.type()) {
      case "join", "interval-join" -> joinSpec(node).path("joinType").asText().equals("INNER");
      case "temporal-join", "window-join" -> true;
      default -> false;
    };
  }

  /** What rows of both sides must be like besides their keys; no object where there is nothing. */
  static JsonNode joinCondition(CompiledPlan.Node node) {
    return joinSpec(node).path("nonEquiCondition");
  }

  /** How a join, whatever its kind, finds rows of one side for those of the other. */
  static JsonNode joinSpec(CompiledPlan.Node node) {
    return node.json().path("intervalJoinSpec").isObject()
        ? node.json().path("intervalJoinSpec").path("joinSpec")
        : node.json().path("joinSpec");
  }

  /** What of a node changes what comes out from now on, and not what it holds. */
  static JsonNode parameters(CompiledPlan.Node node) {
    ArrayNode found = CompiledPlan.JSON.createArrayNode();
    for (String key : PARAMETERS.stream().sorted().toList()) {
      JsonNode value = node.json().findValue(key);
      boolean filters = key.equals("nonEquiCondition") && keepsEachRow(node);
      if (value != null && !value.isNull() && !filters) {
        found.add(key).add(clean(value, Optional.empty()));
      }
    }
    return found;
  }

  private static List<String> expressions(JsonNode list, List<String> fields, boolean typed) {
    List<String> hashes = new ArrayList<>();
    list.forEach(
        expression ->
            hashes.add(expression(typed ? expression : LosslessCasts.without(expression), fields)));
    return hashes;
  }

  /** An expression, whatever the positions of the fields it uses. */
  static String expression(JsonNode expression, List<String> fields) {
    if (expression.path("kind").asText().equals("INPUT_REF")) {
      return fieldAt(fields, expression.path("inputIndex").asInt());
    }
    return Hashes.of("expression", text(clean(expression, Optional.of(fields))));
  }

  private static String fieldList(JsonNode positions, List<String> fields) {
    List<String> named = new ArrayList<>();
    positions.forEach(position -> named.add(fieldAt(fields, position.asInt())));
    return String.join(",", named);
  }

  /** Where a field comes from. */
  static String fieldAt(List<String> fields, int position) {
    return position >= 0 && position < fields.size() ? fields.get(position) : "#" + position;
  }

  private static int arity(CompiledPlan.Node node) {
    return RowFields.of(node.json().path("outputType")).size();
  }

  private static String text(JsonNode json) {
    return json.toString();
  }
}
