package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.graph.Dag;
import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.graph.IndirectSelection;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.graph.Selector;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loaded project: what the folder says, for one target.
 *
 * @param root the project folder
 * @param nodes by unique id, in a stable order; disabled ones left out
 * @param unitTests by unique id
 * @param problems all that is wrong; a project with errors can be shown but not planned
 * @param templates for compiling
 * @param details what artifacts tell beside the nodes
 */
public record Project(
    Path root,
    String name,
    Target target,
    Map<String, Node> nodes,
    Map<String, UnitTest> unitTests,
    List<Problem> problems,
    ProjectTemplates templates,
    ProjectDetails details) {
  public Project {
    requireNonNull(details, "details");
    requireNonNull(root, "root");
    requireNonNull(name, "name");
    requireNonNull(target, "target");
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    unitTests = Collections.unmodifiableMap(new LinkedHashMap<>(unitTests));
    problems = List.copyOf(problems);
    requireNonNull(templates, "templates");
  }

  /** A project made in memory, without anything to render. */
  public Project(
      Path root,
      String name,
      Target target,
      Map<String, Node> nodes,
      Map<String, UnitTest> unitTests,
      List<Problem> problems) {
    this(root, name, target, nodes, unitTests, problems, ProjectTemplates.none());
  }

  /** A project whose details do not matter. */
  public Project(
      Path root,
      String name,
      Target target,
      Map<String, Node> nodes,
      Map<String, UnitTest> unitTests,
      List<Problem> problems,
      ProjectTemplates templates) {
    this(root, name, target, nodes, unitTests, problems, templates, ProjectDetails.NONE);
  }

  /** The graph of the nodes. */
  public Dag dag() {
    return Dag.ofNodes(nodes.values());
  }

  /**
   * Chooses nodes by dbt's selection grammar; what is no node, such as a test, is left out.
   *
   * @param select selections; all nodes when empty
   * @param exclude selections taken away
   * @throws dev.millrace.engine.problem.MillraceException SELECTION_INVALID
   */
  public Selection select(List<String> select, List<String> exclude) {
    Selection all =
        new Selector(
                name,
                selectable(Map.of(), Map.of()),
                details.selectors().byName(),
                IndirectSelection.EAGER)
            .select(select, exclude);
    Set<String> own = new LinkedHashSet<>(all.uniqueIds());
    own.retainAll(nodes.keySet());
    return new Selection(own, all.warnings());
  }

  /**
   * All that dbt's selection grammar chooses among: nodes, tests, exposures and their like.
   *
   * @param states found by {@code state:}, by unique id
   * @param results found by {@code result:}, by unique id
   */
  public List<GraphNode> selectable(
      Map<String, Set<String>> states, Map<String, Set<String>> results) {
    return SelectableNode.of(this, states, results);
  }

  /** The unit tests of the models in a selection, or named by it. */
  public List<UnitTest> unitTestsOf(Set<String> uniqueIds) {
    return unitTests.values().stream()
        .filter(test -> uniqueIds.contains(test.model()) || uniqueIds.contains(test.uniqueId()))
        .toList();
  }

  /** The node of this unique id, which must exist. */
  public Node node(String uniqueId) {
    return requireNonNull(nodes.get(uniqueId), uniqueId);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
