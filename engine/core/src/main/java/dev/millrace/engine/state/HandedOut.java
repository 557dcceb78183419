package dev.millrace.engine.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of {@code VALUES}, the rows that a query brings along. Flink hands them out once and
 * marks in every savepoint that this is done. Whoever goes on has had them; an operator that begins
 * anew would never get them, so the mark is left out for it.
 *
 * @param again UIDs, as the old plan has them, of operators whose mark is left out
 * @param without operators that begin anew and get none, since others that go on have had the same
 */
public record HandedOut(List<String> again, Set<OperatorUid> without) {
  static final HandedOut NONE = new HandedOut(List.of(), Set.of());

  public HandedOut {
    again = List.copyOf(again);
    without = Set.copyOf(without);
  }

  /**
   * @param receivers operators of the new plan that get state from others of the old one
   */
  public static HandedOut of(OperatorUids.Assignment assignment, Set<OperatorUid> receivers) {
    List<OperatorUids.Assigned> operators = assignment.operators();
    List<CompiledPlan.Node> nodes = CompiledPlan.parse(assignment.plan()).nodes();
    Set<String> again = new LinkedHashSet<>();
    Set<OperatorUid> without = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).isValues() || operators.get(i).previous().isEmpty()) {
        continue;
      }
      Set<Integer> between = new LinkedHashSet<>();
      Set<Integer> takers = new LinkedHashSet<>();
      follow(i, nodes, operators, between, takers);
      List<OperatorUid> anew =
          takers.stream()
              .map(operators::get)
              .filter(taker -> taker.previous().isEmpty())
              .map(OperatorUids.Assigned::operator)
              .filter(taker -> !receivers.contains(taker))
              .toList();
      if (anew.size() < takers.size()) {
        without.addAll(anew);
      } else {
        // What only hands the rows on has finished with them.
        between.stream()
            .flatMap(each -> operators.get(each).previous().stream())
            .map(OperatorUid::uid)
            .forEach(again::add);
      }
    }
    return new HandedOut(new ArrayList<>(again), without);
  }

  /**
   * @param between the node, and those that hand its rows on without remembering them
   * @param takers the first that remember them, or write them
   */
  private static void follow(
      int node,
      List<CompiledPlan.Node> nodes,
      List<OperatorUids.Assigned> operators,
      Set<Integer> between,
      Set<Integer> takers) {
    between.add(node);
    for (int next = node + 1; next < nodes.size(); next++) {
      if (nodes.get(next).inputs().contains(node)) {
        if (operators.get(next).operator().role().keepsState()) {
          takers.add(next);
        } else if (!between.contains(next)) {
          follow(next, nodes, operators, between, takers);
        }
      }
    }
  }
}
