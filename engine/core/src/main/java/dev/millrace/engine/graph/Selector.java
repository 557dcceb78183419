package dev.millrace.engine.graph;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * dbt's node selection: blanks unite, commas intersect, exclusions are taken away at the end.
 * Thread-safe.
 */
public final class Selector {
  private final String projectName;
  private final Map<String, GraphNode> nodes;
  private final Dag dag;

  /**
   * @param projectName what {@code package:this} means
   * @param nodes all nodes, in the order answers come in
   */
  public Selector(String projectName, Collection<? extends GraphNode> nodes) {
    this.projectName = projectName;
    this.nodes = new LinkedHashMap<>();
    nodes.forEach(node -> this.nodes.put(node.uniqueId(), node));
    this.dag = Dag.ofNodes(nodes);
  }

  /**
   * Chooses nodes.
   *
   * @param select selections, each one or more terms; all nodes when empty
   * @param exclude selections taken away
   * @throws dev.millrace.engine.problem.MillraceException SELECTION_INVALID
   */
  public Selection select(List<String> select, List<String> exclude) {
    List<Problem> warnings = new ArrayList<>();
    Set<String> chosen =
        select.isEmpty() ? new LinkedHashSet<>(nodes.keySet()) : union(select, warnings);
    chosen.removeAll(union(exclude, warnings));
    Set<String> ordered = new LinkedHashSet<>(nodes.keySet());
    ordered.retainAll(chosen);
    return new Selection(ordered, warnings);
  }

  private Set<String> union(List<String> selections, List<Problem> warnings) {
    Set<String> union = new LinkedHashSet<>();
    for (String selection : selections) {
      for (String part : selection.strip().split("\\s+")) {
        if (!part.isEmpty()) {
          Set<String> found = intersection(part);
          if (found.isEmpty()) {
            warnings.add(
                Problem.warning(
                        ProblemCode.SELECTION_INVALID,
                        "The selection `" + part + "` matches nothing")
                    .remedy("List what there is with `millrace ls`"));
          }
          union.addAll(found);
        }
      }
    }
    return union;
  }

  private Set<String> intersection(String part) {
    Set<String> common = null;
    for (String text : part.split(",", -1)) {
      Set<String> found = widened(SelectionTerm.parse(text));
      if (common == null) {
        common = found;
      } else {
        common.retainAll(found);
      }
    }
    return common == null ? Set.of() : common;
  }

  private Set<String> widened(SelectionTerm term) {
    Predicate<GraphNode> matcher = TermMatcher.of(term, projectName);
    Set<String> widened = new LinkedHashSet<>();
    for (GraphNode node : nodes.values()) {
      if (matcher.test(node)) {
        String id = node.uniqueId();
        widened.add(id);
        term.parents().ifPresent(steps -> widened.addAll(dag.ancestors(id, steps)));
        term.children().ifPresent(steps -> widened.addAll(dag.descendants(id, steps)));
        if (term.childrensParents()) {
          addChildrensParents(id, widened);
        }
      }
    }
    return widened;
  }

  private void addChildrensParents(String id, Set<String> widened) {
    Set<String> below = new LinkedHashSet<>(dag.descendants(id));
    below.add(id);
    for (String child : below) {
      widened.add(child);
      widened.addAll(dag.ancestors(child));
    }
  }
}
