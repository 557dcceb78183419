package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Which rows reach an operator that has a state of its own for each key, told apart from which keys
 * they may have. A condition on nothing but the key leaves the state of each key that passes what
 * it is, wherever on the way it stands.
 *
 * @param rows of each of its inputs, whatever their keys
 * @param conditions that the keys of all inputs must meet
 */
record KeyedRows(List<String> rows, Set<Condition> conditions) {
  /**
   * Where each key has a state of its own, and a row is answered when it comes; by where the
   * columns of the key stand, for each input. What waits for a time, as windows do, would still
   * come out for a key that is no longer asked for.
   */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "group-aggregate", List.of("/grouping"),
          "global-group-aggregate", List.of("/grouping"),
          "deduplicate", List.of("/uniqueKeys"),
          "changelog-normalize", List.of("/uniqueKeys"),
          "rank", List.of("/partition/fields"),
          "join", List.of("/joinSpec/leftKeys", "/joinSpec/rightKeys"));

  /** What a condition may be made of: the same answer for the same key at any time. */
  private static final Set<String> LASTING =
      Set.of(
          "$=$1",
          "$<>$1",
          "$<$1",
          "$<=$1",
          "$>$1",
          "$>=$1",
          "$AND$1",
          "$OR$1",
          "$NOT$1",
          "$SEARCH$1",
          "$LIKE$1",
          "$IS NULL$1",
          "$IS NOT NULL$1",
          "$CAST$1",
          "$UPPER$1",
          "$LOWER$1",
          "$MOD$1",
          "$+$1",
          "$-$1",
          "$*$1");

  /**
   * What is asked of a key.
   *
   * @param expression in which columns of the key stand by their order in it
   * @param values of one such column, where they can be told
   */
  record Condition(String expression, Optional<AllowedValues> values) {}

  KeyedRows {
    rows = List.copyOf(rows);
    conditions = Set.copyOf(conditions);
  }

  /**
   * Of an operator; empty where it keeps no state by key, or answers later.
   *
   * @param facts of all nodes before it
   */
  static Optional<KeyedRows> of(
      CompiledPlan plan, List<Fingerprints.Facts> facts, CompiledPlan.Node node) {
    return new Walk(plan, facts).reaching(node);
  }

  /** Whether the same rows come as before, apart from those of keys that pass no more. */
  boolean haveOnlyKeysOf(KeyedRows before) {
    return rows.equals(before.rows) && before.conditions.stream().allMatch(this::implies);
  }

  /** The same with the inputs the other way round. */
  KeyedRows turned() {
    return new KeyedRows(rows.reversed(), conditions);
  }

  private boolean implies(Condition condition) {
    return conditions.contains(condition)
        || condition
            .values()
            .filter(
                values ->
                    conditions.stream()
                        .flatMap(each -> each.values().stream())
                        .filter(each -> each.column() == values.column())
                        .reduce(AllowedValues::and)
                        .filter(all -> all.isWithin(values))
                        .isPresent())
            .isPresent();
  }

  private static boolean isLasting(JsonNode expression) {
    boolean calls = expression.path("kind").asText().equals("CALL");
    return !(calls && !LASTING.contains(expression.path("internalName").asText()))
        && StreamSupport.stream(expression.spliterator(), false).allMatch(KeyedRows::isLasting);
  }

  /** The way of rows through a plan, against their direction. */
  private record Walk(CompiledPlan plan, List<Fingerprints.Facts> facts) {
    /**
     * What is found at a node.
     *
     * @param rows it has before anything is left out
     * @param others conditions that are not on the key alone
     */
    private record Found(String rows, Set<String> others, Set<Condition> conditions) {
      /** The rows it hands on, but for conditions on the key that are named elsewhere. */
      String rowsBut(Set<Condition> named) {
        Set<String> all = new HashSet<>(others);
        conditions.stream()
            .filter(condition -> !named.contains(condition))
            .map(Condition::expression)
            .forEach(all::add);
        return all.isEmpty()
            ? rows
            : Hashes.of("filter", rows, all.stream().sorted().toList().toString());
      }
    }

    Optional<KeyedRows> reaching(CompiledPlan.Node node) {
      List<String> keys = KEYS.get(node.type());
      Optional<CompiledPlan.Node> entry = ColumnOrigins.firstPhase(plan, node);
      if (keys == null
          || entry.isEmpty()
          || entry.get().inputs().size() != keys.size()
          || waitsForItsTime(node)) {
        return Optional.empty();
      }
      List<Found> found = new ArrayList<>();
      for (int input = 0; input < keys.size(); input++) {
        List<Integer> key = positions(entry.get().json().at(keys.get(input)));
        found.add(at(entry.get().inputs().get(input), key));
      }
      Set<Condition> conditions = common(found);
      return Optional.of(
          new KeyedRows(found.stream().map(each -> each.rowsBut(conditions)).toList(), conditions));
    }

    /**
     * @param key where the columns of the key stand in what the node hands on; -1 for one that is
     *     computed
     */
    private Found at(int position, List<Integer> key) {
      CompiledPlan.Node node = plan.nodes().get(position);
      if (Fingerprints.handsOn(node)) {
        return at(node.inputs().getFirst(), key);
      }
      if (node.calculates() && node.inputs().size() == 1) {
        return calculated(node, key);
      }
      if (node.type().equals("union")) {
        List<Found> branches = node.inputs().stream().map(input -> at(input, key)).toList();
        Set<Condition> conditions = common(branches);
        List<String> rows =
            new ArrayList<>(
                branches.stream().map(each -> each.rowsBut(conditions)).sorted().toList());
        rows.addFirst("union");
        return new Found(Hashes.of(rows), Set.of(), conditions);
      }
      return throughKeyed(node, key)
          .or(() -> besideOthers(node, key))
          .orElseGet(() -> new Found(facts.get(position).rows(), Set.of(), Set.of()));
    }

    private Found calculated(CompiledPlan.Node node, List<Integer> key) {
      int input = node.inputs().getFirst();
      JsonNode projection = node.json().path("projection");
      List<Integer> before = new ArrayList<>();
      for (int column : key) {
        JsonNode expression = projection.path(column);
        before.add(
            expression.path("kind").asText().equals("INPUT_REF")
                ? expression.path("inputIndex").asInt()
                : -1);
      }
      Found found = at(input, before);
      JsonNode condition = node.json().path("condition");
      if (!condition.isObject()) {
        return found;
      }
      Set<String> others = new HashSet<>(found.others());
      Set<Condition> conditions = new HashSet<>(found.conditions());
      for (JsonNode each : CallOrder.conjuncts(condition)) {
        Optional<Condition> ofKey = ofKey(each, before);
        ofKey.ifPresentOrElse(
            conditions::add,
            () -> others.add(Fingerprints.expression(each, facts.get(input).fields())));
      }
      return new Found(found.rows(), others, conditions);
    }

    /** A condition on the key and nothing else, always with the same answer. */
    private static Optional<Condition> ofKey(JsonNode condition, List<Integer> key) {
      List<Integer> asked =
          condition.findValues("inputIndex").stream().map(JsonNode::asInt).distinct().toList();
      if (asked.isEmpty() || !key.containsAll(asked) || !isLasting(condition)) {
        return Optional.empty();
      }
      Map<Integer, String> names = new HashMap<>();
      asked.forEach(column -> names.put(column, "key " + key.indexOf(column)));
      List<String> fields = new ArrayList<>();
      for (int column = 0; column <= asked.stream().max(Integer::compare).orElseThrow(); column++) {
        fields.add(names.getOrDefault(column, ""));
      }
      return Optional.of(
          new Condition(
              Fingerprints.expression(ofNullable(condition), fields),
              AllowedValues.of(condition)
                  .map(values -> values.inColumn(key.indexOf(values.column())))));
    }

    /** The key of one input may be NULL where that of another never is; both are asked the same. */
    private static JsonNode ofNullable(JsonNode condition) {
      JsonNode copy = condition.deepCopy();
      for (JsonNode typed : copy.findParents("type")) {
        if (typed instanceof ObjectNode call && call.path("type").isTextual()) {
          call.put("type", call.path("type").asText().replace(" NOT NULL", ""));
        }
      }
      return copy;
    }

    /** What keeps its own state by these columns among others hands on nothing else of them. */
    private Optional<Found> throughKeyed(CompiledPlan.Node node, List<Integer> key) {
      return ownKey(node)
          .map(
              own -> {
                List<Integer> before = new ArrayList<>();
                for (int column : key) {
                  before.add(own.inputOf(column));
                }
                Found found = at(own.input(), before);
                return new Found(
                    Hashes.of(
                        own.meaning(),
                        Fingerprints.parameters(node).toString(),
                        found.rowsBut(found.conditions())),
                    Set.of(),
                    found.conditions());
              });
    }

    /**
     * An operator with one input, and by what it keeps its state.
     *
     * @param meaning what of it decides which rows it hands on
     * @param input of the rows, before its first phase
     * @param key columns of the input
     * @param groups whether it hands on its key and then other columns, and not its input's
     */
    private record Own(String meaning, int input, List<Integer> key, boolean groups) {
      int inputOf(int column) {
        if (groups) {
          return column >= 0 && column < key.size() ? key.get(column) : -1;
        }
        return key.contains(column) ? column : -1;
      }
    }

    private Optional<Own> ownKey(CompiledPlan.Node node) {
      List<String> keys = KEYS.get(node.type());
      if (keys == null || keys.size() != 1 || waitsForItsTime(node)) {
        return Optional.empty();
      }
      return ColumnOrigins.firstPhase(plan, node)
          .map(
              entry -> {
                int input = entry.inputs().getFirst();
                List<Integer> key = positions(entry.json().at(keys.getFirst()));
                List<String> fields = facts.get(input).fields();
                boolean groups = entry.json().has("grouping");
                List<String> named =
                    key.stream().map(column -> Fingerprints.fieldAt(fields, column)).toList();
                // Which calls an aggregate has changes its columns, and not which rows it hands on.
                String meaning =
                    groups
                        ? Hashes.of("groups", String.join(",", named))
                        : facts.get(plan.nodes().indexOf(node)).meaning();
                return new Own(meaning, input, key, groups);
              });
    }

    /** Through what hands on the columns of its inputs beside each other, or beside its own. */
    private Optional<Found> besideOthers(CompiledPlan.Node node, List<Integer> key) {
      List<List<Integer>> before =
          switch (node.type()) {
            case "join" -> joined(node, key);
            case "correlate", "lookup-join" ->
                facts.get(plan.nodes().indexOf(node)).role() != OperatorRole.STATEFUL
                    ? List.of(upTo(columns(node, 0), key))
                    : List.of();
            default -> List.of();
          };
      if (before.isEmpty() || before.size() != node.inputs().size()) {
        return Optional.empty();
      }
      List<Found> found = new ArrayList<>();
      for (int input = 0; input < before.size(); input++) {
        found.add(at(node.inputs().get(input), before.get(input)));
      }
      Set<Condition> conditions = common(found);
      List<Fingerprints.Facts> inputs = new ArrayList<>();
      for (int input = 0; input < before.size(); input++) {
        inputs.add(
            facts.get(node.inputs().get(input)).withRows(found.get(input).rowsBut(conditions)));
      }
      String rows =
          node.type().equals("join")
              ? ColumnOrigins.joinedRows(node, inputs)
              : Fingerprints.factsOf(node, inputs, Map.of(), true).rows();
      return Optional.of(new Found(rows, Set.of(), conditions));
    }

    /**
     * Where a join has the columns of a key from, on both sides, if it joins by them and never
     * hands on NULL for them: among rows without a partner only a part would be left out.
     */
    private List<List<Integer>> joined(CompiledPlan.Node node, List<Integer> key) {
      JsonNode spec = node.json().path("joinSpec");
      List<Integer> left = positions(spec.path("leftKeys"));
      List<Integer> right = positions(spec.path("rightKeys"));
      int width = columns(node, 0);
      boolean keepsLeft =
          Set.of("INNER", "LEFT", "SEMI", "ANTI").contains(spec.path("joinType").asText());
      boolean keepsRight = Set.of("INNER", "RIGHT").contains(spec.path("joinType").asText());
      List<Integer> ofLeft = new ArrayList<>();
      List<Integer> ofRight = new ArrayList<>();
      for (int column : key) {
        int pair = -1;
        if (keepsLeft && column < width) {
          pair = left.indexOf(column);
        } else if (keepsRight && column >= width) {
          pair = right.indexOf(column - width);
        }
        ofLeft.add(pair < 0 ? -1 : left.get(pair));
        ofRight.add(pair < 0 ? -1 : right.get(pair));
      }
      return List.of(ofLeft, ofRight);
    }

    private static List<Integer> upTo(int width, List<Integer> key) {
      return key.stream().map(column -> column < width ? column : -1).toList();
    }

    /** How many columns an input of a node has. */
    private int columns(CompiledPlan.Node node, int input) {
      return facts.get(node.inputs().get(input)).fields().size();
    }

    private static Set<Condition> common(List<Found> found) {
      Set<Condition> common = new HashSet<>(found.getFirst().conditions());
      found.forEach(each -> common.retainAll(each.conditions()));
      return common;
    }

    private static List<Integer> positions(JsonNode list) {
      return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asInt).toList();
    }

    /** The first row by a time is known when its time has come. */
    private static boolean waitsForItsTime(CompiledPlan.Node node) {
      return node.type().equals("deduplicate")
          && node.json().path("isRowtime").asBoolean()
          && !node.json().path("keepLastRow").asBoolean();
    }
  }
}
