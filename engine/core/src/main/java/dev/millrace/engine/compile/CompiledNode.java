package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.project.Node;
import java.util.Optional;

/**
 * A node after Jinja.
 *
 * @param sql the compiled text; for a {@code streaming_source} its complete CREATE TABLE statement
 * @param relation what the planner is told of it; empty for ephemeral models and for nodes that
 *     become no relation
 * @param locator from places in {@code sql} to the project's files
 */
public record CompiledNode(
    Node node,
    String sql,
    Optional<PlannedRelation> relation,
    PhysicalNames names,
    SourceLocator locator) {
  public CompiledNode {
    requireNonNull(node, "node");
    requireNonNull(sql, "sql");
    requireNonNull(relation, "relation");
    requireNonNull(names, "names");
    requireNonNull(locator, "locator");
  }
}
