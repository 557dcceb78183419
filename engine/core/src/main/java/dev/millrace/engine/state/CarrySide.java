package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the two plans between which state goes over, and what must be the same of two operators
 * for that.
 *
 * @param uids of its nodes, in its order
 * @param exact facts of its nodes
 * @param loose the same whatever the types of columns
 * @param tables that both plans have
 */
record CarrySide(
    CompiledPlan plan,
    List<OperatorUid> uids,
    List<Fingerprints.Facts> exact,
    List<Fingerprints.Facts> loose,
    Set<String> tables) {
  static final Set<String> GROUPED = Set.of("group-aggregate", "global-group-aggregate");
  static final Set<String> WINDOWED = Set.of("window-aggregate", "global-window-aggregate");
  private static final Set<String> BY_ROW = Set.of("deduplicate", "changelog-normalize");

  /** Operators that hold rows as they reach them, and the states in which they do. */
  static final Map<String, Set<String>> HOLDING_ROWS =
      Map.of(
          "rank",
          Set.of(
              "data-state-with-append", "data-state", "data-state-with-update", "Top1-Rank-State"),
          "over-aggregate",
          Set.of("inputState"),
          "window-rank",
          Set.of("window_rank"),
          "window-deduplicate",
          Set.of("window_deduplicate"));

  /** Operators with two inputs, and the states that hold the rows of each. */
  static final Map<String, List<String>> SIDES =
      Map.of(
          "join", List.of("left-records", "right-records"),
          "temporal-join", List.of("left", "right"),
          "interval-join", List.of("IntervalJoinLeftCache", "IntervalJoinRightCache"),
          "window-join", List.of("left-records", "right-records"));

  /** What options of tables say where rows are not only added. */
  private static final List<String> CHANGES =
      List.of("upsert", "debezium", "canal", "maxwell", "ogg", "cdc", "changelog");

  CarrySide {
    uids = List.copyOf(uids);
    exact = List.copyOf(exact);
    loose = List.copyOf(loose);
    tables = Set.copyOf(tables);
  }

  /**
   * @param tables that both plans have
   */
  static CarrySide of(CompiledPlan plan, List<OperatorUid> uids, Set<String> tables) {
    return new CarrySide(
        plan,
        uids,
        ColumnOrigins.of(plan, true, tables),
        ColumnOrigins.of(plan, false, tables),
        tables);
  }

  CompiledPlan.Node node(int position) {
    return plan.nodes().get(position);
  }

  /** The rows that a node hands on. */
  RowMoves.Rows rows(int position) {
    return new RowMoves.Rows(
        RowFields.of(node(position).json().path("outputType")),
        exact.get(position).fields(),
        loose.get(position).fields());
  }

  /** What must be the same of two operators; empty for those whose state cannot be moved. */
  Optional<String> shape(int position) {
    CompiledPlan.Node node = node(position);
    if (GROUPED.contains(node.type())) {
      return grouping(position).map(grouping -> Hashes.of("group", grouping));
    }
    if (WINDOWED.contains(node.type())) {
      return grouping(position).map(grouping -> Hashes.of("window", grouping, window(position)));
    }
    if (node.type().equals("join")) {
      return Optional.of(join(node));
    }
    if (SIDES.containsKey(node.type()) && node.inputs().size() == 2) {
      return Optional.of(joinInTime(node));
    }
    if (BY_ROW.contains(node.type()) && node.inputs().size() == 1) {
      List<String> fields = loose.get(node.inputs().getFirst()).fields();
      return Optional.of(
          Hashes.of(
              node.type(),
              NamedPositions.list(node.json().path("uniqueKeys"), fields),
              lastBy(node, fields),
              node.json().path("keepLastRow").asText()));
    }
    if (HOLDING_ROWS.containsKey(node.type()) && node.inputs().size() == 1) {
      return holdingRows(node);
    }
    return Optional.empty();
  }

  /** Of a deduplication, the time that says which row is the last one; empty for the machine's. */
  static String lastBy(CompiledPlan.Node node, List<String> fields) {
    return node.json().path("isRowtime").asBoolean()
        ? Fingerprints.fieldAt(fields, RowFields.rowtime(node.json().path("outputType")))
        : "";
  }

  /**
   * Which of the rows that reach an operator with one input it remembers: a filter may have been
   * pushed into it, and then it forgets what does not pass; empty for all.
   */
  String remembers(int position) {
    JsonNode condition = node(position).json().path("filterCondition");
    return condition.isObject()
        ? Fingerprints.expression(condition, loose.get(node(position).inputs().getFirst()).fields())
        : "";
  }

  /** A ranking or a frame, in windows or not, whatever else the rows have that it looks at. */
  private Optional<String> holdingRows(CompiledPlan.Node node) {
    JsonNode range = node.json().path("rankRange");
    if (!range.isMissingNode() && !range.path("type").asText().equals("Constant")) {
      return Optional.empty();
    }
    List<String> fields = loose.get(node.inputs().getFirst()).fields();
    List<String> parts = new ArrayList<>();
    parts.add(node.type());
    for (String part :
        List.of(
            "rankType",
            "partition",
            "orderBy",
            "rankRange",
            "rankStrategy",
            "overSpec",
            "unboundedOverVersion",
            "outputRowNumber",
            "partitionSpec",
            "sortSpec",
            "keepLastRow",
            "windowing",
            SessionOptions.ZONE_MARK)) {
      parts.add(NamedPositions.of(node.json().path(part), fields));
    }
    parts.add(NamedPositions.list(node.json().path("partitionKeys"), fields));
    parts.add(
        ColumnOrigins.timeOf(node.json().path("orderKey"), loose.get(node.inputs().getFirst())));
    return Optional.of(Hashes.of(parts));
  }

  /** Which rows reach an operator, and of which keys; empty where that is one question. */
  Optional<KeyedRows> keyed(int position) {
    return KeyedRows.of(plan, loose, node(position));
  }

  /** The node whose input the calls speak of: of two phases, the first. */
  Optional<Integer> firstPhase(int position) {
    return ColumnOrigins.firstPhase(plan, node(position)).map(plan.nodes()::indexOf);
  }

  /** All nodes whose rows reach it. */
  Set<Integer> above(int position) {
    Set<Integer> above = new HashSet<>(node(position).inputs());
    node(position).inputs().forEach(input -> above.addAll(above(input)));
    return above;
  }

  /** Whether rows that it has handed on may be taken back; in doubt they may. */
  boolean takesBack(int position) {
    CompiledPlan.Node node = node(position);
    boolean handedOn = node.inputs().stream().anyMatch(this::takesBack);
    return switch (node.type()) {
      case "table-source-scan" ->
          node.table()
              .map(table -> table.options().toString().toLowerCase(Locale.ROOT))
              .filter(options -> CHANGES.stream().noneMatch(options::contains))
              .isEmpty();
      case "calc",
          "async-calc",
          "exchange",
          "watermark-assigner",
          "mini-batch-assigner",
          "union",
          "correlate",
          "expand",
          "lookup-join",
          "interval-join",
          "window-join",
          "over-aggregate",
          "window-table-function",
          "window-rank",
          "window-deduplicate",
          "window-aggregate",
          "local-window-aggregate",
          "global-window-aggregate" ->
          handedOn;
      case "temporal-join" -> takesBack(node.inputs().getFirst());
      case "join" ->
          handedOn || !node.json().path("joinSpec").path("joinType").asText().equals("INNER");
      default -> true;
    };
  }

  private Optional<String> grouping(int position) {
    return firstPhase(position)
        .map(
            first ->
                NamedPositions.list(
                    node(first).json().path("grouping"),
                    loose.get(node(first).inputs().getFirst()).fields()));
  }

  /** A window and the time that cuts it, whatever the position of the field that has it. */
  private String window(int position) {
    int first = firstPhase(position).orElseThrow();
    JsonNode windowing = node(first).json().path("windowing");
    List<String> fields = loose.get(node(first).inputs().getFirst()).fields();
    List<String> parts = new ArrayList<>();
    parts.add(windowing.path("window").toString());
    parts.add(windowing.path("isRowtime").asText());
    parts.add(node(position).json().path(SessionOptions.ZONE_MARK).asText());
    for (String end : List.of("timeAttributeIndex", "sliceEnd", "windowEnd")) {
      JsonNode index = windowing.path(end);
      parts.add(index.isInt() ? Fingerprints.fieldAt(fields, index.asInt()) : "");
    }
    return Hashes.of(parts);
  }

  private String join(CompiledPlan.Node node) {
    JsonNode spec = node.json().path("joinSpec");
    String left = joinSide(node, 0);
    String right = joinSide(node, 1);
    String condition =
        Fingerprints.keepsEachRow(node)
            ? ""
            : ColumnOrigins.joinCondition(node, node.inputs().stream().map(loose::get).toList());
    List<String> sides =
        switch (spec.path("joinType").asText()) {
          case "INNER" -> List.of(left, right).stream().sorted().toList();
          case "FULL" -> List.of("outer " + left, "outer " + right).stream().sorted().toList();
          case "LEFT" -> List.of("outer " + left, right).stream().sorted().toList();
          case "RIGHT" -> List.of(left, "outer " + right).stream().sorted().toList();
          default -> List.of(spec.path("joinType").asText(), left, right);
        };
    return Hashes.of(
        "join", String.join(",", sides), condition, spec.path("filterNulls").toString());
  }

  /**
   * A join in time: which rows of which side are remembered. Whether those without a partner are
   * handed on is decided when their time has come, and how far an interval reaches says only until
   * when they are needed.
   */
  private String joinInTime(CompiledPlan.Node node) {
    List<Fingerprints.Facts> inputs = node.inputs().stream().map(loose::get).toList();
    return Hashes.of(
        node.type(),
        joinSide(node, 0),
        joinSide(node, 1),
        ColumnOrigins.joinTimes(node, inputs),
        Fingerprints.joinSpec(node).path("filterNulls").toString());
  }

  /** The table of one side and what it is joined by, not the columns that are remembered. */
  String joinSide(CompiledPlan.Node node, int input) {
    Fingerprints.Facts facts = loose.get(node.inputs().get(input));
    JsonNode keys = Fingerprints.joinSpec(node).path(input == 0 ? "leftKeys" : "rightKeys");
    return Hashes.of(origin(node.inputs().get(input)), NamedPositions.list(keys, facts.fields()));
  }

  /** Which tables its rows come from, whatever is filtered and computed on the way. */
  private String origin(int position) {
    CompiledPlan.Node node = node(position);
    if (node.inputs().isEmpty()) {
      return loose.get(position).meaning();
    }
    if (node.type().equals("union")) {
      List<String> inputs =
          node.inputs().stream()
              .filter(input -> tables.containsAll(ColumnOrigins.tables(plan, input, loose, tables)))
              .map(this::origin)
              .distinct()
              .sorted()
              .toList();
      return inputs.size() == 1 ? inputs.getFirst() : Hashes.of("union", inputs.toString());
    }
    if (GROUPED.contains(node.type()) && keyed(position).isPresent()) {
      // Which groups there are, whatever is asked of their keys.
      return Hashes.of(
          "groups", grouping(position).orElse(""), keyed(position).get().rows().toString());
    }
    if (node.type().equals("join") && node.inputs().size() == 2) {
      return join(node);
    }
    if (BY_ROW.contains(node.type()) && keyed(position).isPresent()) {
      // Its row of each key, whatever is asked of the keys.
      return Hashes.of(
          shape(position).orElse(""), remembers(position), keyed(position).get().rows().toString());
    }
    if (node.inputs().size() > 1 || uids.get(position).role() == OperatorRole.STATEFUL) {
      return loose.get(position).rows();
    }
    return origin(node.inputs().getFirst());
  }
}
