package dev.millrace.engine.graph;

import dev.millrace.engine.problem.MillraceException;
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
import java.util.stream.Collectors;

/**
 * dbt's node selection: blanks unite, commas intersect, exclusions are taken away at the end.
 * Thread-safe.
 */
public final class Selector {
  private static final Set<String> TESTS = Set.of("test", "unit_test");

  private final String projectName;
  private final Map<String, GraphNode> nodes;
  private final Map<String, SelectionExpression> selectors;
  private final IndirectSelection indirect;
  private final Dag dag;

  /** Chosen nodes, and tests that would be if all they read were. */
  private record Chosen(Set<String> direct, Set<String> waiting) {}

  /**
   * A selector with no named selections, of nodes without tests.
   *
   * @param projectName what {@code package:this} means
   * @param nodes all nodes, in the order answers come in
   */
  public Selector(String projectName, Collection<? extends GraphNode> nodes) {
    this(projectName, nodes, Map.of(), IndirectSelection.EAGER);
  }

  /**
   * @param projectName what {@code package:this} means
   * @param nodes all nodes, in the order answers come in
   * @param selectors named selections, by name
   * @param indirect how tests come along with what they test
   */
  public Selector(
      String projectName,
      Collection<? extends GraphNode> nodes,
      Map<String, SelectionExpression> selectors,
      IndirectSelection indirect) {
    this.projectName = projectName;
    this.nodes = new LinkedHashMap<>();
    nodes.forEach(node -> this.nodes.put(node.uniqueId(), node));
    this.selectors = Map.copyOf(selectors);
    this.indirect = indirect;
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
        select.isEmpty()
            ? new LinkedHashSet<>(nodes.keySet())
            : whole(SelectionExpression.parse(select), indirect, warnings);
    if (!exclude.isEmpty()) {
      chosen.removeAll(
          whole(SelectionExpression.parse(exclude), IndirectSelection.EAGER, warnings));
    }
    return new Selection(ordered(chosen), warnings);
  }

  /**
   * Chooses nodes by an expression.
   *
   * @throws dev.millrace.engine.problem.MillraceException SELECTION_INVALID
   */
  public Selection select(SelectionExpression expression) {
    List<Problem> warnings = new ArrayList<>();
    return new Selection(ordered(whole(expression, indirect, warnings)), warnings);
  }

  private Set<String> ordered(Set<String> chosen) {
    Set<String> ordered = new LinkedHashSet<>(nodes.keySet());
    ordered.retainAll(chosen);
    return ordered;
  }

  /** The chosen nodes with the tests that turned out to read nothing else. */
  private Set<String> whole(
      SelectionExpression expression, IndirectSelection mode, List<Problem> warnings) {
    Chosen chosen = chosen(expression, mode, warnings);
    Set<String> all = new LinkedHashSet<>(chosen.direct());
    for (String test : chosen.waiting()) {
      if (chosen.direct().containsAll(dag.parents(test))) {
        all.add(test);
      }
    }
    return all;
  }

  private Chosen chosen(
      SelectionExpression expression, IndirectSelection mode, List<Problem> warnings) {
    return switch (expression) {
      case SelectionExpression.Criterion criterion ->
          criterion(criterion, criterion.indirect().orElse(mode), warnings);
      case SelectionExpression.Union union -> {
        Chosen all = new Chosen(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (SelectionExpression part : union.parts()) {
          Chosen found = chosen(part, mode, warnings);
          if (found.direct().isEmpty()) {
            warnings.add(nothing(part));
          }
          all.direct().addAll(found.direct());
          all.waiting().addAll(found.waiting());
        }
        yield all;
      }
      case SelectionExpression.Intersection intersection -> {
        Chosen common = null;
        for (SelectionExpression part : intersection.parts()) {
          Chosen found = chosen(part, mode, warnings);
          if (common == null) {
            common = found;
          } else {
            common.direct().retainAll(found.direct());
            common.waiting().addAll(found.waiting());
          }
        }
        yield common == null ? new Chosen(new LinkedHashSet<>(), new LinkedHashSet<>()) : common;
      }
      case SelectionExpression.Difference difference -> {
        Chosen found = chosen(difference.included(), mode, warnings);
        Set<String> excluded = whole(difference.excluded(), mode, warnings);
        found.direct().removeAll(excluded);
        found.waiting().removeAll(excluded);
        yield found;
      }
    };
  }

  private static Problem nothing(SelectionExpression part) {
    return Problem.warning(
            ProblemCode.SELECTION_INVALID, "The selection `" + written(part) + "` matches nothing")
        .remedy("List what there is with `millrace ls`");
  }

  private static String written(SelectionExpression expression) {
    return switch (expression) {
      case SelectionExpression.Criterion criterion -> criterion.term().text();
      case SelectionExpression.Union union -> joined(union.parts(), " ");
      case SelectionExpression.Intersection intersection -> joined(intersection.parts(), ",");
      case SelectionExpression.Difference difference -> written(difference.included());
    };
  }

  private static String joined(List<SelectionExpression> parts, String between) {
    return parts.stream().map(Selector::written).collect(Collectors.joining(between));
  }

  private Chosen criterion(
      SelectionExpression.Criterion criterion, IndirectSelection mode, List<Problem> warnings) {
    SelectionTerm term = criterion.term();
    if (term.method() == SelectionTerm.Method.SELECTOR) {
      SelectionExpression named = selectors.get(term.value());
      if (named == null) {
        throw new MillraceException(
            Problem.error(
                    ProblemCode.SELECTION_INVALID, "There is no selector `" + term.value() + "`")
                .remedy("Define it in selectors.yml"));
      }
      Chosen found = chosen(named, mode, warnings);
      if (term.parents().isEmpty() && term.children().isEmpty() && !term.childrensParents()) {
        // The definition says itself which tests come along.
        return found;
      }
      Set<String> widened = new LinkedHashSet<>();
      found.direct().forEach(id -> widen(id, term, widened));
      return withTests(widened, mode);
    }
    Predicate<GraphNode> matcher = TermMatcher.of(term, projectName);
    Set<String> widened = new LinkedHashSet<>();
    for (GraphNode node : nodes.values()) {
      if (matcher.test(node)) {
        widen(node.uniqueId(), term, widened);
      }
    }
    return withTests(widened, mode);
  }

  private void widen(String id, SelectionTerm term, Set<String> widened) {
    widened.add(id);
    term.parents().ifPresent(steps -> widened.addAll(dag.ancestors(id, steps)));
    term.children().ifPresent(steps -> widened.addAll(dag.descendants(id, steps)));
    if (term.childrensParents()) {
      Set<String> below = new LinkedHashSet<>(dag.descendants(id));
      below.add(id);
      for (String child : below) {
        widened.add(child);
        widened.addAll(dag.ancestors(child));
      }
    }
  }

  /** The nodes with the tests that come along with them. */
  private Chosen withTests(Set<String> selected, IndirectSelection mode) {
    Set<String> waiting = new LinkedHashSet<>();
    Set<String> direct = new LinkedHashSet<>(selected);
    if (mode == IndirectSelection.EMPTY) {
      return new Chosen(direct, waiting);
    }
    Set<String> known = new LinkedHashSet<>(selected);
    if (mode == IndirectSelection.BUILDABLE) {
      selected.forEach(id -> known.addAll(dag.ancestors(id)));
    }
    for (String id : selected) {
      for (String child : dag.children(id)) {
        GraphNode test = nodes.get(child);
        if (test != null && TESTS.contains(test.resourceTypeName())) {
          if (mode == IndirectSelection.EAGER || known.containsAll(dag.parents(child))) {
            direct.add(child);
          } else {
            waiting.add(child);
          }
        }
      }
    }
    return new Chosen(direct, waiting);
  }
}
