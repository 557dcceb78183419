package dev.millrace.engine.compile;

import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.jinja.values.None;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What macros see as {@code graph}: all nodes as maps, made when they are first looked at, since
 * most projects never look. Used by one thread.
 */
final class ProjectGraph extends AbstractMap<String, Object> {
  private static final List<String> EMPTY = List.of("exposures", "metrics", "groups");

  /** Configs that dbt knows and leaves unset: asking for one with a default gives none. */
  private static final Set<String> UNSET =
      Set.of(
          "alias",
          "schema",
          "database",
          "group",
          "incremental_strategy",
          "batch_size",
          "begin",
          "full_refresh",
          "unique_key",
          "event_time",
          "concurrent_batches");

  private final Project project;
  private @Nullable List<String> ids;
  private final Map<String, Map<String, Object>> parts = new LinkedHashMap<>();

  ProjectGraph(Project project) {
    this.project = project;
  }

  /** Unique ids of all that a command without selection is about. */
  List<String> uniqueIds() {
    List<String> known = ids;
    if (known == null) {
      known =
          project.selectable(Map.of(), Map.of()).stream()
              .filter(node -> !node.resourceTypeName().equals("group"))
              .map(GraphNode::uniqueId)
              .toList();
      ids = known;
    }
    return known;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (parts.isEmpty()) {
      fill();
    }
    return parts.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    if (parts.isEmpty()) {
      fill();
    }
    return new LinkedHashSet<>(new LinkedHashMap<String, Object>(parts).entrySet());
  }

  private void fill() {
    Map<String, Object> nodes = new LinkedHashMap<>();
    Map<String, Object> sources = new LinkedHashMap<>();
    for (Node node : project.nodes().values()) {
      Map<String, Object> map = NodeRenderer.asMap(project, node);
      if (node.resourceType() == ResourceType.SOURCE) {
        map.put("source_name", node.fqn().get(node.fqn().size() - 2));
        map.put("identifier", node.relation().name());
        sources.put(node.uniqueId(), map);
      } else {
        nodes.put(node.uniqueId(), map);
      }
    }
    for (DataTest test : project.details().dataTests().values()) {
      Map<String, Object> map = NodeRenderer.asMap(project, test.node());
      test.attached().ifPresent(attached -> map.put("attached_node", attached));
      test.generic()
          .ifPresent(
              generic -> {
                Map<String, Object> metadata = new LinkedHashMap<>();
                metadata.put("name", generic.name());
                metadata.put("kwargs", generic.arguments());
                generic.namespace().ifPresent(name -> metadata.put("namespace", name));
                map.put("test_metadata", metadata);
                generic.column().ifPresent(column -> map.put("column_name", column));
              });
      nodes.put(test.node().uniqueId(), map);
    }
    parts.put("nodes", nodes);
    parts.put("sources", sources);
    EMPTY.forEach(kind -> parts.put(kind, Map.of()));
  }

  /** A node's configuration with what macros expect to be set always. */
  static Map<String, Object> config(Node node) {
    Map<String, Object> config = defaults(node);
    config.putAll(node.config().values());
    return config;
  }

  private static Map<String, Object> defaults(Node node) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("enabled", true);
    config.put(
        "materialized",
        switch (node.resourceType()) {
          case SEED -> "seed";
          case SNAPSHOT -> "snapshot";
          case TEST -> "test";
          case MODEL, ANALYSIS, OPERATION, SOURCE -> "view";
        });
    config.put("tags", List.of());
    config.put("meta", Map.of());
    return config;
  }

  /**
   * What a config that nobody sets is: null when dbt does not know it, so that a default counts.
   */
  static @Nullable Object unset(Node node, String key) {
    return UNSET.contains(key) ? None.NONE : defaults(node).get(key);
  }

  /** A node's columns by name. */
  static Map<String, Object> columns(Node node) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (ColumnSpec column : node.columns()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", column.name());
      map.put("description", column.description());
      column.dataType().ifPresent(type -> map.put("data_type", type));
      columns.put(column.name(), map);
    }
    return columns;
  }
}
