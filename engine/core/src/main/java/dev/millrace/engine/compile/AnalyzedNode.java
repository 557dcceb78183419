package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.project.Node;
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
}
