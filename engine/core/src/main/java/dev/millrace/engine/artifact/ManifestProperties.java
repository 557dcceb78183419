package dev.millrace.engine.artifact;

import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of property YAML with all the keys that dbt writes. */
final class ManifestProperties {
  private ManifestProperties() {}

  /**
   * The columns of a node by name.
   *
   * @param properties the YAML of the node
   */
  static Map<String, @Nullable Object> columns(
      Node node, Map<String, @Nullable Object> properties, ModelInference inference) {
    Map<String, Map<String, @Nullable Object>> written = new LinkedHashMap<>();
    if (properties.get("columns") instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          written.put(String.valueOf(map.get("name")), named(map));
        }
      }
    }
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (ColumnSpec column : node.columns()) {
      Map<String, @Nullable Object> own = written.getOrDefault(column.name(), Map.of());
      Map<String, @Nullable Object> config =
          own.get("config") instanceof Map<?, ?> map ? named(map) : Map.of();
      Map<String, @Nullable Object> meta = new LinkedHashMap<>();
      List<Object> tags = new ArrayList<>();
      for (Map<String, @Nullable Object> part : List.of(own, config)) {
        if (part.get("meta") instanceof Map<?, ?> map) {
          meta.putAll(named(map));
        }
        if (part.get("tags") instanceof List<?> list) {
          tags.addAll(list);
        } else if (part.get("tags") instanceof String tag) {
          tags.add(tag);
        }
      }
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", column.name());
      map.put("description", column.description());
      map.put("meta", meta);
      map.put(
          "data_type",
          own.containsKey("data_type") ? own.get("data_type") : column.dataType().orElse(null));
      map.put("constraints", constraints(own, false));
      map.put("quote", own.get("quote"));
      Map<String, Object> merged = new LinkedHashMap<>();
      merged.put("meta", meta);
      merged.put("tags", tags);
      map.put("config", merged);
      map.put("tags", tags);
      map.put("granularity", own.get("granularity"));
      map.put("doc_blocks", inference.docBlocks(node, own.get("description")));
      columns.put(column.name(), map);
    }
    return columns;
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  /**
   * The constraints of a model or column.
   *
   * @param properties the YAML of the model or column
   * @param model whether the constraint may name columns
   */
  static List<Object> constraints(Map<String, @Nullable Object> properties, boolean model) {
    List<Object> constraints = new ArrayList<>();
    if (properties.get("constraints") instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          constraints.add(constraint(map, model));
        }
      }
    }
    return constraints;
  }

  private static Map<String, @Nullable Object> constraint(Map<?, ?> written, boolean model) {
    Map<String, @Nullable Object> constraint = new LinkedHashMap<>();
    constraint.put("type", written.get("type"));
    constraint.put("name", written.get("name"));
    constraint.put("expression", written.get("expression"));
    constraint.put("warn_unenforced", !Boolean.FALSE.equals(written.get("warn_unenforced")));
    constraint.put("warn_unsupported", !Boolean.FALSE.equals(written.get("warn_unsupported")));
    constraint.put("to", written.get("to"));
    constraint.put("to_columns", written.get("to_columns") instanceof List<?> to ? to : List.of());
    if (model) {
      constraint.put(
          "columns", written.get("columns") instanceof List<?> columns ? columns : List.of());
    }
    return constraint;
  }
}
