package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators that only get no more rows of some keys: a condition was added, often by a {@code
 * HAVING} that the planner evaluates early, and it asks for nothing but columns that their state is
 * kept by. What they hold of the other keys is what it would be.
 */
public final class KeyFilters {
  /**
   * Where each key has a state of its own, and a row is answered when it comes; by the member that
   * names the columns of the key. What waits for a time, as windows do, would still come out for a
   * key that is no longer asked for.
   */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "group-aggregate", List.of("grouping"),
          "global-group-aggregate", List.of("grouping"),
          "deduplicate", List.of("uniqueKeys"),
          "rank", List.of("partition", "fields"));

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

  private final CompiledPlan plan;
  private final List<Fingerprints.Facts> facts;

  private KeyFilters(CompiledPlan plan) {
    this.plan = plan;
    this.facts = Fingerprints.of(plan);
  }

  /**
   * Operators of the new plan that were in the old one.
   *
   * @param planBefore as it is deployed
   * @param optionsBefore Flink options of the job that is deployed
   * @param uidsBefore of its nodes, in its order
   * @param assignment of the new plan
   * @param optionsAfter Flink options of the new job
   */
  public static Set<OperatorUid> narrowed(
      String planBefore,
      Map<String, String> optionsBefore,
      List<OperatorUid> uidsBefore,
      OperatorUids.Assignment assignment,
      Map<String, String> optionsAfter) {
    Set<OperatorUid> narrowed = new HashSet<>();
    KeyFilters before = of(planBefore, optionsBefore);
    KeyFilters after = of(assignment.plan(), optionsAfter);
    if (before.plan.nodes().size() != uidsBefore.size()) {
      return narrowed;
    }
    List<OperatorUids.Assigned> operators = assignment.operators();
    for (int now = 0; now < operators.size(); now++) {
      OperatorUids.Assigned assigned = operators.get(now);
      int old = assigned.previous().map(uidsBefore::indexOf).orElse(-1);
      if (old >= 0 && !assigned.sameInputs() && isNarrowed(before.way(old), after.way(now))) {
        narrowed.add(assigned.operator());
      }
    }
    return narrowed;
  }

  private static KeyFilters of(String json, Map<String, String> options) {
    CompiledPlan plan = CompiledPlan.parse(json);
    SessionOptions.mark(plan, options);
    return new KeyFilters(plan);
  }

  private static boolean isNarrowed(Optional<Way> before, Optional<Way> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return false;
    }
    Way now = after.get();
    Map<String, Set<String>> added = new HashMap<>(now.conditions());
    added.keySet().removeAll(before.get().conditions().keySet());
    return now.parameters().equals(before.get().parameters())
        && now.rows().equals(before.get().rows())
        && now.conditions().keySet().containsAll(before.get().conditions().keySet())
        && added.values().stream().allMatch(now.key()::containsAll)
        && now.lasting().containsAll(added.keySet());
  }

  /**
   * How rows reach an operator.
   *
   * @param parameters what of the operator itself changes what comes out and not what it holds,
   *     such as how many rows it ranks
   * @param rows which there are before anything is left out
   * @param conditions what all must be true of a row, each with the fields it asks for
   * @param lasting those of the conditions whose answer depends on their fields alone
   * @param key fields by which the operator keeps its state
   */
  private record Way(
      JsonNode parameters,
      String rows,
      Map<String, Set<String>> conditions,
      Set<String> lasting,
      Set<String> key) {}

  private static boolean isLasting(JsonNode expression) {
    boolean calls = expression.path("kind").asText().equals("CALL");
    if (calls && !LASTING.contains(expression.path("internalName").asText())) {
      return false;
    }
    for (JsonNode part : expression) {
      if (!isLasting(part)) {
        return false;
      }
    }
    return true;
  }

  /** The first row by a time is known when its time has come. */
  private static boolean waitsForItsTime(CompiledPlan.Node node) {
    return node.type().equals("deduplicate")
        && node.json().path("isRowtime").asBoolean()
        && !node.json().path("keepLastRow").asBoolean();
  }

  private Optional<Way> way(int operator) {
    CompiledPlan.Node node = plan.nodes().get(operator);
    List<String> member = KEYS.get(node.type());
    Optional<CompiledPlan.Node> first = ColumnOrigins.firstPhase(plan, node);
    CompiledPlan.Node entry = first.orElse(node);
    if (member == null || entry.inputs().size() != 1 || waitsForItsTime(node)) {
      return Optional.empty();
    }
    int at = entry.inputs().getFirst();
    JsonNode positions = entry.json();
    for (String name : member) {
      positions = positions.path(name);
    }
    Set<String> key = new HashSet<>();
    for (JsonNode position : positions) {
      key.add(Fingerprints.fieldAt(facts.get(at).fields(), position.asInt()));
    }
    Map<String, Set<String>> conditions = new HashMap<>();
    Set<String> lasting = new HashSet<>();
    while (true) {
      CompiledPlan.Node input = plan.nodes().get(at);
      boolean calculates = input.type().equals("calc") && input.inputs().size() == 1;
      if (!calculates && !Fingerprints.handsOn(input)) {
        return Optional.of(
            new Way(Fingerprints.parameters(node), facts.get(at).rows(), conditions, lasting, key));
      }
      at = input.inputs().getFirst();
      List<String> fields = facts.get(at).fields();
      JsonNode condition = input.json().path("condition");
      if (calculates && condition.isObject()) {
        for (JsonNode each : CallOrder.conjuncts(condition)) {
          Set<String> asked = new HashSet<>();
          for (JsonNode position : each.findValues("inputIndex")) {
            asked.add(Fingerprints.fieldAt(fields, position.asInt()));
          }
          String expression = Fingerprints.expression(each, fields);
          conditions.put(expression, asked);
          if (isLasting(each)) {
            lasting.add(expression);
          }
        }
      }
    }
  }
}
