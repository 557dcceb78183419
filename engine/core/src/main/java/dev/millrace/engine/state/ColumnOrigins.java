package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each column that an operator hands on is made of, whatever other columns stand beside it.
 *
 * <p>{@link Fingerprints} tell operators apart: there a join that hands on one column more is
 * another join, and so is all that follows it. Where state is to be carried over, its other columns
 * are what they were. Types of operators that are not known here keep the stricter facts.
 */
final class ColumnOrigins {
  private static final String BOUNDS = "/intervalJoinSpec/windowBounds";

  private ColumnOrigins() {}

  /** Fields and rows of what a node hands on. */
  private record Out(List<String> fields, String rows) {}

  /**
   * Facts of every node, in the plan's order.
   *
   * @param typed whether a column of another type counts as another column
   * @param tables whose rows tell what a column of a union is; those of others are only added
   */
  static List<Fingerprints.Facts> of(CompiledPlan plan, boolean typed, Set<String> tables) {
    List<Fingerprints.Facts> facts = new ArrayList<>();
    List<Fingerprints.Facts> loose = typed ? of(plan, false, tables) : facts;
    for (CompiledPlan.Node node : plan.nodes()) {
      CompiledPlan.Node read = node;
      if (node.inputs().size() == 1) {
        int input = node.inputs().getFirst();
        read =
            new StructureParts(
                    RowFields.of(plan.nodes().get(input).json().path("outputType")),
                    facts.get(input).fields(),
                    loose.get(input).fields(),
                    typed)
                .namedIn(node);
      }
      Fingerprints.Facts strict =
          Fingerprints.factsOf(
              read, node.inputs().stream().map(facts::get).toList(), Map.of(), typed);
      facts.add(lessStrict(plan, read, strict, facts, tables));
    }
    return facts;
  }

  /**
   * @param node whose facts are made less strict
   * @param strict by its fingerprint
   * @param before facts of all nodes before it, by their positions
   */
  private static Fingerprints.Facts lessStrict(
      CompiledPlan plan,
      CompiledPlan.Node node,
      Fingerprints.Facts strict,
      List<Fingerprints.Facts> before,
      Set<String> tables) {
    List<Fingerprints.Facts> inputs = node.inputs().stream().map(before::get).toList();
    Optional<Out> found =
        switch (node.type()) {
          case "union" -> Optional.of(united(plan, node, before, tables));
          case "correlate" ->
              inputs.size() == 1 ? called(node, inputs.getFirst()) : Optional.empty();
          case "join", "temporal-join", "interval-join", "window-join" ->
              inputs.size() == 2 ? joined(node, inputs) : Optional.empty();
          case "group-aggregate",
              "global-group-aggregate",
              "window-aggregate",
              "global-window-aggregate" ->
              grouped(plan, node, before);
          case "deduplicate", "changelog-normalize", "rank", "window-rank", "window-deduplicate" ->
              inputs.size() == 1 ? chosen(node, inputs.getFirst()) : Optional.empty();
          case "over-aggregate", "window-table-function" ->
              inputs.size() == 1 ? extended(node, inputs.getFirst()) : Optional.empty();
          default -> Optional.empty();
        };
    return found
        .filter(out -> out.fields().size() == arity(node))
        .map(
            out ->
                new Fingerprints.Facts(
                    strict.role(), strict.meaning(), strict.inputs(), out.fields(), out.rows()))
        .orElse(strict);
  }

  /**
   * The rows of several inputs. A column that all inputs of the same tables have from one place is
   * told by these tables, whatever is filtered on the way. Where they have it from different
   * places, which rows have which value is what it means.
   */
  private static Out united(
      CompiledPlan plan,
      CompiledPlan.Node node,
      List<Fingerprints.Facts> before,
      Set<String> known) {
    List<Branch> all =
        node.inputs().stream()
            .map(input -> new Branch(tables(plan, input, before, known), before.get(input)))
            .toList();
    List<String> rows =
        new ArrayList<>(
            all.stream()
                .map(branch -> Hashes.of(Hashes.of(branch.tables()), branch.facts().rows()))
                .sorted()
                .toList());
    rows.addFirst("union");
    List<Branch> telling = all.stream().filter(branch -> branch.isOf(known)).toList();
    List<Branch> branches = telling.isEmpty() ? all : telling;
    List<String> out = new ArrayList<>();
    for (int i = 0; i < arity(node); i++) {
      out.add(column(branches, i));
    }
    return new Out(out, Hashes.of(rows));
  }

  /** What a column of a union is. */
  private static String column(List<Branch> branches, int position) {
    Map<String, String> byTables = new TreeMap<>();
    List<String> byRows = new ArrayList<>();
    boolean uniform = true;
    for (Branch branch : branches) {
      String field = Fingerprints.fieldAt(branch.facts().fields(), position);
      String same = byTables.putIfAbsent(Hashes.of(branch.tables()), field);
      uniform &= same == null || same.equals(field);
      byRows.add(Hashes.of(branch.facts().rows(), field));
    }
    if (!uniform) {
      byRows.sort(null);
      return Hashes.of(byRows);
    }
    return byTables.size() == 1
        ? byTables.values().iterator().next()
        : Hashes.of("of tables", byTables.toString());
  }

  /**
   * An input of a union.
   *
   * @param tables that its rows come from
   */
  private record Branch(List<String> tables, Fingerprints.Facts facts) {
    Branch {
      tables = List.copyOf(tables);
    }

    boolean isOf(Set<String> known) {
      return known.containsAll(tables);
    }
  }

  /**
   * The tables that the rows of a node come from.
   *
   * @param known of a union with others among them, those it tells
   */
  static List<String> tables(
      CompiledPlan plan, int position, List<Fingerprints.Facts> facts, Set<String> known) {
    CompiledPlan.Node node = plan.nodes().get(position);
    if (node.inputs().isEmpty()) {
      return List.of(facts.get(position).meaning());
    }
    List<List<String>> inputs =
        node.inputs().stream().map(input -> tables(plan, input, facts, known)).toList();
    List<List<String>> telling =
        node.type().equals("union") ? inputs.stream().filter(known::containsAll).toList() : inputs;
    return (telling.isEmpty() ? inputs : telling)
        .stream().flatMap(List::stream).distinct().sorted().toList();
  }

  /** All tables of a plan. */
  static Set<String> tables(CompiledPlan plan) {
    List<Fingerprints.Facts> facts = Fingerprints.of(plan);
    Set<String> tables = new HashSet<>();
    for (int i = 0; i < facts.size(); i++) {
      if (plan.nodes().get(i).inputs().isEmpty()) {
        tables.add(facts.get(i).meaning());
      }
    }
    return tables;
  }

  /** The rows that reach it, each with what a table function makes of it beside it. */
  private static Optional<Out> called(CompiledPlan.Node node, Fingerprints.Facts input) {
    String call = Fingerprints.expression(node.json().path("functionCall"), input.fields());
    List<String> results = new ArrayList<>();
    for (int i = input.fields().size(); i < arity(node); i++) {
      results.add(Hashes.of("of call", call, Integer.toString(results.size())));
    }
    JsonNode condition = node.json().path("condition");
    String rows =
        Hashes.of(
            "calls",
            node.json().path("joinType").asText(),
            call,
            condition.isObject() ? Fingerprints.expression(condition, results) : "",
            input.rows());
    List<String> out = new ArrayList<>(input.fields());
    out.addAll(results);
    return Optional.of(new Out(out, rows));
  }

  private static Optional<Out> joined(CompiledPlan.Node node, List<Fingerprints.Facts> inputs) {
    List<String> out = sides(node, inputs);
    return Optional.of(
        new Out(
            isOrdered(node) ? out.subList(0, inputs.getFirst().fields().size()) : out,
            joinedRows(node, inputs)));
  }

  /** Which rows a join hands on, whatever columns it has of them and which side comes first. */
  static String joinedRows(CompiledPlan.Node node, List<Fingerprints.Facts> inputs) {
    boolean ordered = isOrdered(node) || !node.type().equals("join");
    List<String> sides = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      sides.add(Hashes.of(joinedBy(node, inputs, side), inputs.get(side).rows()));
    }
    JsonNode spec = Fingerprints.joinSpec(node);
    return Hashes.of(
        node.type(),
        ordered ? spec.path("joinType").asText() : "",
        String.join(",", ordered ? sides : sides.stream().sorted().toList()),
        joinTimes(node, inputs),
        joinBounds(node),
        joinCondition(node, inputs),
        spec.path("filterNulls").toString());
  }

  /** Which times of both sides a join in time compares; empty for one that knows no time. */
  static String joinTimes(CompiledPlan.Node node, List<Fingerprints.Facts> inputs) {
    JsonNode json = node.json();
    return switch (node.type()) {
      case "temporal-join" ->
          Hashes.of(
              json.path("isTemporalFunctionJoin").asText(),
              timeOf(json.path("leftTimeAttributeIndex"), inputs.get(0)),
              timeOf(json.path("rightTimeAttributeIndex"), inputs.get(1)));
      case "interval-join" -> {
        JsonNode bounds = json.at(BOUNDS);
        yield Hashes.of(
            bounds.path("isEventTime").asText(),
            timeOf(bounds.path("leftTimeIndex"), inputs.get(0)),
            timeOf(bounds.path("rightTimeIndex"), inputs.get(1)));
      }
      case "window-join" ->
          Hashes.of(
              NamedPositions.of(json.path("leftWindowing"), inputs.get(0).fields()),
              NamedPositions.of(json.path("rightWindowing"), inputs.get(1).fields()));
      default -> "";
    };
  }

  /** How far the times of both sides may lie apart; empty where that is not what is asked. */
  static String joinBounds(CompiledPlan.Node node) {
    JsonNode bounds = node.json().at(BOUNDS);
    return bounds.path("leftLowerBound").asText() + " " + bounds.path("leftUpperBound").asText();
  }

  /** The column that has the time of rows; none for the machine's. */
  static String timeOf(JsonNode position, Fingerprints.Facts side) {
    return position.isInt() && position.asInt() >= 0
        ? Fingerprints.fieldAt(side.fields(), position.asInt())
        : "";
  }

  /** By what columns a side is joined, and whether its rows are handed on without a partner. */
  private static String joinedBy(
      CompiledPlan.Node node, List<Fingerprints.Facts> inputs, int side) {
    JsonNode spec = Fingerprints.joinSpec(node);
    String type = spec.path("joinType").asText();
    boolean outer = type.equals("FULL") || type.equals(side == 0 ? "LEFT" : "RIGHT");
    return Hashes.of(
        outer ? "outer" : "",
        NamedPositions.list(
            spec.path(side == 0 ? "leftKeys" : "rightKeys"), inputs.get(side).fields()));
  }

  private static boolean isOrdered(CompiledPlan.Node node) {
    return Set.of("SEMI", "ANTI").contains(Fingerprints.joinSpec(node).path("joinType").asText());
  }

  /** What rows of both sides must be like, apart from the columns by which they are joined. */
  static String joinCondition(CompiledPlan.Node node, List<Fingerprints.Facts> inputs) {
    JsonNode condition = Fingerprints.joinCondition(node);
    return condition.isObject() ? Fingerprints.expression(condition, sides(node, inputs)) : "";
  }

  /**
   * The columns of both sides of a join. A table that is joined with itself has every column twice,
   * and only its side tells which: by what it is joined, by its rows where they are others than
   * those of the other side, and by its place where nothing else tells.
   */
  private static List<String> sides(CompiledPlan.Node node, List<Fingerprints.Facts> inputs) {
    boolean twins = inputs.get(0).fields().stream().anyMatch(inputs.get(1).fields()::contains);
    boolean sameRows = inputs.get(0).rows().equals(inputs.get(1).rows());
    List<String> labels = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      labels.add(Hashes.of(joinedBy(node, inputs, side), sameRows ? "" : inputs.get(side).rows()));
    }
    boolean alike = labels.get(0).equals(labels.get(1));
    List<String> out = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      String label = alike ? "side " + side : labels.get(side);
      inputs.get(side).fields().forEach(field -> out.add(twins ? Hashes.of(label, field) : field));
    }
    return out;
  }

  private static Optional<Out> grouped(
      CompiledPlan plan, CompiledPlan.Node node, List<Fingerprints.Facts> before) {
    Optional<CompiledPlan.Node> first = firstPhase(plan, node);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Fingerprints.Facts input = before.get(first.get().inputs().getFirst());
    List<String> out = new ArrayList<>();
    List<String> grouping = new ArrayList<>();
    first
        .get()
        .json()
        .path("grouping")
        .forEach(position -> grouping.add(Fingerprints.fieldAt(input.fields(), position.asInt())));
    String window =
        NamedPositions.of(first.get().json().path("windowing"), input.fields())
            + node.json().path(SessionOptions.ZONE_MARK).asText();
    // What is asked of the key leaves the numbers of each key that passes what they are.
    String ofOneKey =
        KeyedRows.of(plan, before, node).map(rows -> rows.rows().getFirst()).orElse(input.rows());
    String group = Hashes.of("groups", String.join(",", grouping), window, ofOneKey);
    String rows = Hashes.of("groups", String.join(",", grouping), window, input.rows());
    out.addAll(grouping);
    for (AggregateCall call :
        AggregateCall.of(node.json(), input.fields(), input.fields(), List.of())) {
      out.add(Hashes.of("call", call.identity(), group));
    }
    node.json()
        .path("namedWindowProperties")
        .forEach(
            property ->
                out.add(
                    Hashes.of(
                        "of window", property.path("property").path("kind").asText(), window)));
    return Optional.of(new Out(out, rows));
  }

  /**
   * The node whose input the calls of an aggregate speak of: of two phases, the first; empty where
   * it is not found.
   */
  static Optional<CompiledPlan.Node> firstPhase(CompiledPlan plan, CompiledPlan.Node node) {
    if (!node.type().startsWith("global-")) {
      return Optional.of(node);
    }
    CompiledPlan.Node input = plan.nodes().get(node.inputs().getFirst());
    while (input.type().equals("exchange")) {
      input = plan.nodes().get(input.inputs().getFirst());
    }
    return Optional.of(input)
        .filter(each -> each.type().equals(node.type().replaceFirst("^global-", "local-")));
  }

  /** Some of the rows that reach it, with the number of each beside it where it is asked for. */
  private static Optional<Out> chosen(CompiledPlan.Node node, Fingerprints.Facts input) {
    JsonNode range = node.json().path("rankRange");
    if (!range.isMissingNode() && !range.path("type").asText().equals("Constant")) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(node.type(), input.rows()));
    for (String part :
        List.of(
            "keepLastRow",
            "filterCondition",
            "rankType",
            "partition",
            "orderBy",
            "rankRange",
            "partitionSpec",
            "sortSpec",
            "windowing",
            SessionOptions.ZONE_MARK)) {
      parts.add(NamedPositions.of(node.json().path(part), input.fields()));
    }
    parts.add(NamedPositions.list(node.json().path("uniqueKeys"), input.fields()));
    parts.add(NamedPositions.list(node.json().path("partitionKeys"), input.fields()));
    parts.add(timeOf(node.json().path("orderKey"), input));
    parts.add(CarrySide.lastBy(node, input.fields()));
    String rows = Hashes.of(parts);
    List<String> out = new ArrayList<>(input.fields());
    if (node.json().path("outputRowNumber").asBoolean()) {
      out.add(Hashes.of("number", rows));
    }
    return Optional.of(new Out(out, rows));
  }

  /** The rows that reach it, with further columns behind. */
  private static Optional<Out> extended(CompiledPlan.Node node, Fingerprints.Facts input) {
    String more =
        Hashes.of(
            node.type(),
            NamedPositions.of(node.json().path("overSpec"), input.fields()),
            NamedPositions.of(node.json().path("windowing"), input.fields()),
            node.json().path(SessionOptions.ZONE_MARK).asText(),
            input.rows());
    List<String> out = new ArrayList<>(input.fields());
    for (int i = input.fields().size(); i < arity(node); i++) {
      out.add(Hashes.of(more, Integer.toString(i - input.fields().size())));
    }
    // A window function hands a row on once for each of its windows.
    String rows = node.type().equals("over-aggregate") ? input.rows() : Hashes.of("windows", more);
    return Optional.of(new Out(out, rows));
  }

  private static int arity(CompiledPlan.Node node) {
    return RowFields.of(node.json().path("outputType")).size();
  }
}
