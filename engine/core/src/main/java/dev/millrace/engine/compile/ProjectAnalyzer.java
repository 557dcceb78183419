package dev.millrace.engine.compile;

import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lets Flink's planner type-check a compiled project. Stateless and thread-safe. */
public final class ProjectAnalyzer {
  /**
   * Analyzes all relations; what the planner has against one is told with its place in the
   * project's files.
   */
  public AnalyzedProject analyze(CompiledProject compiled, SqlPlanner planner) {
    return analyze(compiled, relations -> planner.analyze(List.of(), relations));
  }

  /**
   * The same for a project whose models are compiled next, see {@link SqlPlanner#types}: a fault
   * that only compiling finds is missing here.
   */
  public AnalyzedProject types(CompiledProject compiled, SqlPlanner planner) {
    return analyze(compiled, relations -> planner.types(List.of(), relations));
  }

  private static AnalyzedProject analyze(
      CompiledProject compiled, Function<List<PlannedRelation>, List<RelationAnalysis>> planner) {
    Set<String> incomplete = incomplete(compiled);
    PlanningOrder order = new PlanningOrder(compiled);
    List<PlannedRelation> relations =
        order.nodes().stream()
            .filter(node -> !incomplete.contains(node.node().uniqueId()))
            .flatMap(node -> node.relation().stream())
            .toList();
    Map<String, RelationAnalysis> analyses = new HashMap<>();
    planner.apply(relations).forEach(analysis -> analyses.put(analysis.id(), analysis));
    List<Problem> problems = new ArrayList<>(compiled.problems());
    Map<String, AnalyzedNode> nodes = new LinkedHashMap<>();
    Set<String> wrong = new HashSet<>(incomplete);
    for (CompiledNode node : compiled.nodes().values()) {
      String id = node.node().uniqueId();
      Optional<RelationAnalysis> analysis =
          Optional.ofNullable(analyses.get(order.maker(node).orElse(id)));
      nodes.put(id, new AnalyzedNode(node, analysis));
      boolean below = node.node().dependsOn().stream().anyMatch(wrong::contains);
      if (below) {
        // The fault is told where it is; telling it again for each node below hides it.
        wrong.add(id);
      } else {
        if (order.maker(node).isEmpty()) {
          analysis.ifPresent(result -> report(node, result, problems));
        }
        if (analysis.filter(result -> !result.problems().isEmpty()).isPresent()) {
          wrong.add(id);
        }
      }
    }
    return new AnalyzedProject(compiled.project(), nodes, problems);
  }

  /** Nodes that were not compiled, and all below them. */
  private static Set<String> incomplete(CompiledProject compiled) {
    Set<String> incomplete = new HashSet<>();
    compiled.project().nodes().keySet().stream()
        .filter(id -> !compiled.nodes().containsKey(id))
        .forEach(incomplete::add);
    for (CompiledNode node : compiled.nodes().values()) {
      if (node.node().dependsOn().stream().anyMatch(incomplete::contains)) {
        incomplete.add(node.node().uniqueId());
      }
    }
    return incomplete;
  }

  private static void report(CompiledNode node, RelationAnalysis analysis, List<Problem> problems) {
    for (SqlProblem problem : analysis.problems()) {
      problems.add(located(node, problem));
    }
    if (analysis.problems().isEmpty()) {
      problems.addAll(DeclaredColumns.compare(node.node(), analysis.columns()));
    }
  }

  private static Problem located(CompiledNode node, SqlProblem problem) {
    SourcePosition position =
        problem
            .range()
            .map(range -> node.locator().locate(range.line(), range.column()))
            .orElseGet(() -> SourcePosition.of(node.node().path()));
    Problem located =
        Problem.error(ProblemCode.SQL_INVALID, SqlRemedies.oneLine(problem.message())).at(position);
    return SqlRemedies.of(problem.message()).map(located::remedy).orElse(located);
  }
}
