package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * dbt's {@code catalog.json}, version 1: the columns of each relation with the types that Flink's
 * planner finds.
 *
 * @param nodes unique ids of the nodes to tell of
 */
public record Catalog(
    Invocation invocation, AnalyzedProject project, Set<String> nodes, Instant generatedAt) {
  public Catalog {
    requireNonNull(invocation, "invocation");
    requireNonNull(project, "project");
    nodes = Set.copyOf(nodes);
    requireNonNull(generatedAt, "generatedAt");
  }

  /** The whole tree. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> relations = new TreeMap<>();
    Map<String, @Nullable Object> sources = new TreeMap<>();
    for (AnalyzedNode node : project.nodes().values()) {
      String id = node.node().uniqueId();
      boolean isTable = node.node().materialization() != Materialization.FUNCTION;
      if (isTable && nodes.contains(id) && node.analysis().isPresent()) {
        Map<String, @Nullable Object> table = table(node.node(), node.analysis().get());
        if (node.node().resourceType() == ResourceType.SOURCE) {
          sources.put(id, table);
        } else {
          relations.put(id, table);
        }
      }
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("metadata", ArtifactMetadata.tree("catalog/v1", invocation, generatedAt));
    tree.put("nodes", relations);
    tree.put("sources", sources);
    List<String> errors =
        project.problems().stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .map(Problem::describe)
            .toList();
    tree.put("errors", errors.isEmpty() ? null : errors);
    return tree;
  }

  private static Map<String, @Nullable Object> table(Node node, RelationAnalysis analysis) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("type", node.materialization() == Materialization.VIEW ? "VIEW" : "BASE TABLE");
    metadata.put("schema", node.relation().database());
    metadata.put("name", node.relation().name());
    metadata.put("database", node.relation().catalog());
    metadata.put("comment", node.description().isEmpty() ? null : node.description());
    metadata.put("owner", null);
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (int index = 0; index < analysis.columns().size(); index++) {
      Column column = analysis.columns().get(index);
      Map<String, @Nullable Object> described = new LinkedHashMap<>();
      described.put("type", column.type());
      described.put("index", index + 1);
      described.put("name", column.name());
      described.put("comment", comment(node, column.name()));
      columns.put(column.name(), described);
    }
    Map<String, @Nullable Object> none = new LinkedHashMap<>();
    none.put("id", "has_stats");
    none.put("label", "Has Stats?");
    none.put("value", false);
    none.put("include", false);
    none.put("description", "Indicates whether there are statistics for this table");
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("metadata", metadata);
    table.put("columns", columns);
    table.put("stats", Map.of("has_stats", none));
    table.put("unique_id", node.uniqueId());
    return table;
  }

  private static @Nullable String comment(Node node, String column) {
    return node.columns().stream()
        .filter(spec -> spec.name().equals(column))
        .map(ColumnSpec::description)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }
}
