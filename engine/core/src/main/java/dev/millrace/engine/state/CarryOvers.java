package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators of a new plan that can be given the state of operators of the old one although
 * they do not mean the same: more, fewer or reordered aggregates, other columns, wider types, the
 * sides of a join the other way round.
 *
 * <p>Only what can be told with certainty is found: both operators are the only ones of their
 * shape, or of those the only ones that the same rows reach, and the state that is there has the
 * form that the old plan gives it.
 */
final class CarryOvers {
  private final CarrySide before;
  private final CarrySide after;
  private final CarriedForms forms;

  /** By the position of an operator that was found: columns that are NULL in rows it was given. */
  private final Map<Integer, Set<Integer>> starting = new HashMap<>();

  /** Operators of the new plan that were found something for. */
  private final Set<OperatorUid> receivers = new HashSet<>();

  /** By the position of each node so far: the same of the rows that it hands on. */
  private final List<Set<Integer>> missing = new ArrayList<>();

  private CarryOvers(CarrySide before, CarrySide after, CarriedForms forms) {
    this.before = before;
    this.after = after;
    this.forms = forms;
  }

  /**
   * All there are.
   *
   * @param planBefore as it is deployed
   * @param uidsBefore of its nodes, in its order
   * @param planAfter the new one; in both, what the session decides is marked
   * @param assignment of the new plan
   */
  static List<CarriedState> find(
      CompiledPlan planBefore,
      List<OperatorUid> uidsBefore,
      CompiledPlan planAfter,
      OperatorUids.Assignment assignment,
      StateSnapshot snapshot,
      StateTools.Contract contract,
      Choices choices) {
    if (planBefore.nodes().size() != uidsBefore.size()) {
      return List.of();
    }
    Set<String> tables = telling(planBefore, planAfter);
    CarrySide before = CarrySide.of(planBefore, uidsBefore, tables);
    CarrySide after = CarrySide.of(planAfter, assignment.uids(), tables);
    CarriedForms forms = new CarriedForms(before, after, snapshot, contract, choices, true);
    CarryOvers carryOvers = new CarryOvers(before, after, forms);
    List<CarriedState> found = carryOvers.find(assignment);
    // A NULL where a table takes none would stop the job at the first old row that is touched.
    return ColumnGaps.reachTables(after.plan(), carryOvers.starting)
        ? new CarryOvers(before, after, forms.withoutGaps()).find(assignment)
        : found;
  }

  /**
   * Tables whose rows tell what the columns of a union are. One that only comes or only goes adds
   * rows or adds no more; where one takes the place of another, its rows may be the same once more.
   */
  private static Set<String> telling(CompiledPlan planBefore, CompiledPlan planAfter) {
    Set<String> before = ColumnOrigins.tables(planBefore);
    Set<String> after = ColumnOrigins.tables(planAfter);
    if (before.containsAll(after)) {
      return after;
    }
    Set<String> all = new HashSet<>(before);
    all.addAll(after);
    return after.containsAll(before) ? before : all;
  }

  private List<CarriedState> find(OperatorUids.Assignment assignment) {
    List<Integer> news = new ArrayList<>();
    for (int i = 0; i < assignment.operators().size(); i++) {
      OperatorUids.Assigned assigned = assignment.operators().get(i);
      if (assigned.previous().isEmpty() && assigned.operator().role() == OperatorRole.STATEFUL) {
        news.add(i);
      }
    }
    List<Integer> olds = new ArrayList<>();
    for (int i = 0; i < before.uids().size(); i++) {
      OperatorUid old = before.uids().get(i);
      if (old.role() == OperatorRole.STATEFUL && assignment.withoutOwner().contains(old)) {
        olds.add(i);
      }
    }
    List<CarriedState> carried = new ArrayList<>();
    for (int i = 0; i < after.uids().size(); i++) {
      int now = i;
      OperatorUids.Assigned assigned = assignment.operators().get(now);
      Optional<Integer> old = Optional.empty();
      if (!assigned.operator().role().keepsState() || knowsThePast(now, assignment)) {
        old = news.contains(now) ? paired(now, news, olds) : sink(assigned);
      }
      Optional<CarriedState> found = old.flatMap(each -> carried(each, now));
      found.ifPresent(
          each -> {
            carried.add(each);
            receivers.add(each.to());
          });
      missing.add(missing(now, found));
    }
    return carried;
  }

  /**
   * By operators that are carried over if they are the only ones of their shape; where there are
   * several, as in a union of the same sums over different rows, the only ones that the same rows
   * reach.
   */
  private Optional<Integer> paired(int now, List<Integer> news, List<Integer> olds) {
    Optional<String> shape = after.shape(now);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> candidates =
        olds.stream().filter(old -> before.shape(old).equals(shape)).toList();
    List<Integer> rivals = news.stream().filter(other -> after.shape(other).equals(shape)).toList();
    if (candidates.size() > 1 || rivals.size() > 1) {
      List<String> rows = reachingRows(after, now);
      candidates =
          candidates.stream().filter(old -> reachingRows(before, old).equals(rows)).toList();
      rivals = rivals.stream().filter(other -> reachingRows(after, other).equals(rows)).toList();
    }
    return candidates.size() == 1 && rivals.size() == 1
        ? Optional.of(candidates.getFirst())
        : Optional.empty();
  }

  /** A sink that goes on is the one it was: the rows it remembers may have other columns. */
  private Optional<Integer> sink(OperatorUids.Assigned assigned) {
    return assigned.operator().role() == OperatorRole.SINK
        ? assigned.previous().map(before.uids()::indexOf).filter(old -> old >= 0)
        : Optional.empty();
  }

  private Optional<CarriedState> carried(int old, int now) {
    Optional<CarriedForms.Form> form = forms.of(old, now, missing);
    form.ifPresent(found -> starting.put(now, found.starting()));
    return form.map(
        found ->
            new CarriedState(
                before.uids().get(old),
                after.uids().get(now),
                found.storedUid(),
                found.uid(),
                found.moves(),
                found.stories(),
                above(now),
                found.reaching()));
  }

  /** Whichever input comes first: sides of a join may be turned. */
  private static List<String> reachingRows(CarrySide side, int position) {
    return side.node(side.firstPhase(position).orElse(position)).inputs().stream()
        .map(input -> side.loose().get(input).rows())
        .sorted()
        .toList();
  }

  /** What it gets from operators that begin anew is not what they handed on before. */
  private boolean knowsThePast(int position, OperatorUids.Assignment assignment) {
    return after.above(position).stream()
        .map(assignment.operators()::get)
        .filter(above -> above.operator().role() == OperatorRole.STATEFUL)
        .allMatch(above -> above.previous().isPresent() || receivers.contains(above.operator()));
  }

  private Set<OperatorUid> above(int position) {
    Set<OperatorUid> above = new HashSet<>();
    after.above(position).stream()
        .map(after.uids()::get)
        .filter(receivers::contains)
        .forEach(above::add);
    return above;
  }

  /** Columns that are NULL in rows from before the switch when they are taken back. */
  private Set<Integer> missing(int position, Optional<CarriedState> found) {
    CompiledPlan.Node node = after.node(position);
    if (found.isPresent()) {
      return starting.getOrDefault(position, Set.of());
    }
    if (node.inputs().size() != 1) {
      return Set.of();
    }
    Set<Integer> above = missing.get(node.inputs().getFirst());
    if (Fingerprints.handsOn(node)) {
      return above;
    }
    Set<Integer> handedOn = new HashSet<>();
    if (node.calculates()) {
      int column = 0;
      for (JsonNode expression : node.json().path("projection")) {
        if (expression.path("kind").asText().equals("INPUT_REF")
            && above.contains(expression.path("inputIndex").asInt())) {
          handedOn.add(column);
        }
        column++;
      }
    }
    return handedOn;
  }
}
