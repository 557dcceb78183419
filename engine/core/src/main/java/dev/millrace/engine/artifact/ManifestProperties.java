package dev.millrace.engine.artifact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of property YAML with all the keys that dbt writes. */
final class ManifestProperties {
  private ManifestProperties() {}

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
