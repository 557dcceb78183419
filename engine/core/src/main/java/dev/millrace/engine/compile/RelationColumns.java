package dev.millrace.engine.compile;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.AdapterDialect.CatalogColumn;
import dev.millrace.engine.sql.FlinkSql;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Columns of relations, for templates that ask for them while the project is compiled: from an
 * enforced contract, from the text of the query, or as the YAML lists them. No cluster is asked.
 * Thread-safe.
 */
final class RelationColumns {
  /** Deeper than any project reads through stars. */
  private static final int DEEPEST = 64;

  private final Project project;
  private final Function<Node, String> texts;
  private final Map<String, String> ids = new HashMap<>();
  private final ThreadLocal<Set<String>> visiting = ThreadLocal.withInitial(HashSet::new);
  private final Map<String, Optional<List<CatalogColumn>>> known = new ConcurrentHashMap<>();

  /**
   * @param texts of models with nothing inlined; may throw {@link MillraceException}
   */
  RelationColumns(Project project, Function<Node, String> texts) {
    this.project = project;
    this.texts = texts;
    project
        .nodes()
        .values()
        .forEach(
            node -> {
              ids.putIfAbsent(node.relation().toString(), node.uniqueId());
              ids.putIfAbsent(NodeRenderer.expressionName(node), node.uniqueId());
            });
  }

  /**
   * The columns of a relation of the project; the type is empty where nobody says it.
   *
   * @param relation its name as {@link dev.millrace.engine.connect.RelationName} prints it
   */
  Optional<List<CatalogColumn>> of(String relation) {
    String id = ids.get(relation);
    if (id == null) {
      return Optional.empty();
    }
    Optional<List<CatalogColumn>> before = known.get(id);
    if (before != null) {
      return before;
    }
    Set<String> above = visiting.get();
    if (above.size() > DEEPEST || !above.add(id)) {
      // A model that asks for its own columns has none yet.
      return Optional.empty();
    }
    try {
      Optional<List<CatalogColumn>> found = read(project.node(id));
      known.put(id, found);
      return found;
    } finally {
      above.remove(id);
    }
  }

  private Optional<List<CatalogColumn>> read(Node node) {
    Map<String, String> declared = new LinkedHashMap<>();
    for (ColumnSpec column : node.columns()) {
      declared.put(
          column.name(),
          column.dataType().map(type -> type.replaceFirst("(?i)\\s+NOT\\s+NULL$", "")).orElse(""));
    }
    Optional<List<CatalogColumn>> listed =
        declared.isEmpty()
            ? Optional.empty()
            : Optional.of(columns(List.copyOf(declared.keySet()), declared));
    if (node.isContractEnforced() && listed.isPresent()) {
      return listed;
    }
    if (node.resourceType() == ResourceType.SEED) {
      try {
        Map<String, String> types = SeedQuery.types(node);
        return Optional.of(columns(List.copyOf(types.keySet()), types));
      } catch (MillraceException e) {
        return Optional.empty();
      }
    }
    return inferred(node, declared).or(() -> listed);
  }

  private Optional<List<CatalogColumn>> inferred(Node node, Map<String, String> declared) {
    if (node.resourceType() != ResourceType.MODEL) {
      return Optional.empty();
    }
    try {
      return FlinkSql.outputColumns(
              texts.apply(node),
              name ->
                  of(String.join(".", name))
                      .map(all -> all.stream().map(CatalogColumn::name).toList()))
          .map(names -> columns(names, declared));
    } catch (MillraceException e) {
      // What is wrong with the model is told where it is compiled.
      return Optional.empty();
    }
  }

  private static List<CatalogColumn> columns(List<String> names, Map<String, String> types) {
    return names.stream()
        .map(name -> new CatalogColumn(name, types.getOrDefault(name, "")))
        .toList();
  }
}
