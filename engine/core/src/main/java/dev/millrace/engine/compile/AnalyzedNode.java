package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node after Jinja and Flink's planner.
 *
 * @param analysis empty for ephemeral models and for nodes that become no relation
 */
public record AnalyzedNode(CompiledNode compiled, Optional<RelationAnalysis> analysis) {
  public AnalyzedNode {
    requireNonNull(compiled, "compiled");
    requireNonNull(analysis, "analysis");
  }

  public Node node() {
    return compiled.node();
  }

  /**
   * Statements that make the relation known to a session, its jars first; none where nothing could
   * be found out.
   */
  public List<String> declarations() {
    Optional<String> create = analysis.flatMap(RelationAnalysis::createStatement);
    if (create.isEmpty()) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    compiled.relation().stream()
        .flatMap(relation -> relation.connectorJars().stream())
        .forEach(jar -> statements.add(jar.addJar()));
    statements.add(create.get());
    return statements;
  }
}
