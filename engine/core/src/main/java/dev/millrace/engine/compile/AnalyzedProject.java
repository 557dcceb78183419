package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole project after Jinja and Flink's planner.
 *
 * @param nodes by unique id, in an order in which every node comes after those it depends on
 * @param problems those of the project, of compiling and of the planner, with places in the
 *     project's files
 */
public record AnalyzedProject(
    Project project, Map<String, AnalyzedNode> nodes, List<Problem> problems) {
  private static final String DEFAULT_CATALOG = "default_catalog";

  public AnalyzedProject {
    requireNonNull(project, "project");
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    problems = List.copyOf(problems);
  }

  /** A project whose target no connector serves: it opens, and cannot be deployed. */
  public static AnalyzedProject unchecked(CompiledProject compiled) {
    Map<String, AnalyzedNode> nodes = new LinkedHashMap<>();
    compiled.nodes().forEach((id, node) -> nodes.put(id, new AnalyzedNode(node, Optional.empty())));
    List<Problem> problems = new ArrayList<>(compiled.problems());
    problems.add(
        Problem.warning(
                ProblemCode.PROFILE_INVALID,
                "Types are not checked: no connector serves targets of type `"
                    + compiled.project().target().spec().type()
                    + "`")
            .remedy("Use --target local to check and run it on this machine"));
    return new AnalyzedProject(compiled.project(), nodes, problems);
  }

  /** The node of this unique id, which must exist. */
  public AnalyzedNode node(String uniqueId) {
    return requireNonNull(nodes.get(uniqueId), uniqueId);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /**
   * DDL that makes known everything the node reads, directly or through views, in order: what a
   * session or a compilation of the node needs before its own statement.
   */
  public List<String> setupFor(String uniqueId) {
    Set<String> needed = new LinkedHashSet<>();
    node(uniqueId).node().dependsOn().forEach(parent -> collect(parent, needed));
    return nodes.keySet().stream()
        .filter(needed::contains)
        .filter(id -> maker(node(id)).isEmpty())
        .flatMap(id -> node(id).declarations().stream())
        .distinct()
        .toList();
  }

  /**
   * Statements that make the catalogs and databases of the project's relations where they do not
   * exist: a session begins with Flink's default ones alone.
   */
  public List<String> namespaces() {
    Set<String> statements = new LinkedHashSet<>();
    for (AnalyzedNode node : nodes.values()) {
      if (node.analysis().isPresent()) {
        RelationName name = node.node().relation();
        if (!name.catalog().equals(DEFAULT_CATALOG)) {
          statements.add(
              "CREATE CATALOG IF NOT EXISTS "
                  + RelationName.quote(name.catalog())
                  + " WITH ('type' = 'generic_in_memory')");
        }
        statements.add(
            "CREATE DATABASE IF NOT EXISTS "
                + RelationName.quote(name.catalog())
                + "."
                + RelationName.quote(name.database()));
      }
    }
    return List.copyOf(statements);
  }

  private void collect(String uniqueId, Set<String> needed) {
    AnalyzedNode parent = nodes.get(uniqueId);
    if (parent == null || !needed.add(uniqueId)) {
      return;
    }
    maker(parent).ifPresent(maker -> collect(maker, needed));
    // A stored table hides what fills it; a view or an ephemeral model is read through.
    switch (parent.node().materialization()) {
      case VIEW, EPHEMERAL ->
          parent.node().dependsOn().forEach(grandparent -> collect(grandparent, needed));
      case STREAMING_TABLE, STREAMING_SOURCE, FUNCTION -> {}
    }
  }

  /** The node of the project that makes the table a source describes. */
  private Optional<String> maker(AnalyzedNode source) {
    if (source.node().resourceType() != ResourceType.SOURCE) {
      return Optional.empty();
    }
    return nodes.values().stream()
        .filter(other -> other.compiled().relation().isPresent())
        .map(AnalyzedNode::node)
        .filter(other -> other.resourceType() != ResourceType.SOURCE)
        .filter(other -> other.relation().equals(source.node().relation()))
        .map(Node::uniqueId)
        .findFirst();
  }
}
