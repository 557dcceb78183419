package dev.millrace.engine.language;

import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the project at one moment: its nodes with all edits, and what the planner has
 * said of them so far.
 */
record Knowledge(Project project, Map<String, RelationOutput> outputs) {
  Knowledge {
    outputs = Map.copyOf(outputs);
  }

  /** The node that a reference in a file of the project means. */
  Optional<Node> node(TemplateTag.Reference reference) {
    return project.nodes().values().stream().filter(node -> matches(node, reference)).findFirst();
  }

  private static boolean matches(Node node, TemplateTag.Reference reference) {
    if (!node.name().equals(reference.name())) {
      return false;
    }
    if (reference.source()) {
      return node.resourceType() == ResourceType.SOURCE
          && reference.first().filter(sourceName(node)::equals).isPresent();
    }
    boolean readable =
        node.resourceType() == ResourceType.MODEL || node.resourceType() == ResourceType.SEED;
    return readable && reference.first().map(node.packageName()::equals).orElse(true);
  }

  /** The node whose table this is. */
  Optional<Node> node(List<String> relationPath) {
    if (relationPath.size() < 2) {
      return Optional.empty();
    }
    return project.nodes().values().stream()
        .filter(
            node -> {
              List<String> full =
                  List.of(
                      node.relation().catalog(),
                      node.relation().database(),
                      node.relation().name());
              return full.subList(3 - Math.min(3, relationPath.size()), 3).equals(relationPath);
            })
        .findFirst();
  }

  /** The name of the source that a table belongs to. */
  static String sourceName(Node table) {
    return table.fqn().size() < 2 ? "" : table.fqn().get(table.fqn().size() - 2);
  }

  Optional<RelationOutput> output(Node node) {
    return Optional.ofNullable(outputs.get(node.uniqueId()));
  }

  /** What property YAML says of a column; perhaps nothing. */
  static String description(Node node, String column) {
    return node.columns().stream()
        .filter(spec -> spec.name().equalsIgnoreCase(column))
        .map(ColumnSpec::description)
        .findFirst()
        .orElse("");
  }
}
