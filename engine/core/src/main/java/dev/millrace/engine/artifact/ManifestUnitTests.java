package dev.millrace.engine.artifact;

import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.UnitTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Unit tests as a manifest has them. */
final class ManifestUnitTests {
  private final Project project;

  ManifestUnitTests(Project project) {
    this.project = project;
  }

  /** All by unique id. */
  Map<String, @Nullable Object> all() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    project.unitTests().forEach((id, test) -> all.put(id, one(test)));
    return all;
  }

  private Map<String, @Nullable Object> one(UnitTest test) {
    Node model = project.node(test.model());
    String file = test.position().file();
    List<String> fqn = new ArrayList<>(List.of(model.packageName()));
    String[] folders = file.split("/", -1);
    for (int i = 1; i < folders.length - 1; i++) {
      fqn.add(folders[i]);
    }
    fqn.add(model.name());
    fqn.add(test.name());
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("model", model.name());
    List<Object> given = new ArrayList<>();
    test.given().forEach((input, rows) -> given.add(given(test, input, rows)));
    map.put("given", given);
    map.put("expect", rows(test.expect()));
    map.put("name", test.name());
    map.put("resource_type", "unit_test");
    map.put("package_name", model.packageName());
    map.put("path", file.substring(file.indexOf('/') + 1));
    map.put("original_file_path", file);
    map.put("unique_id", test.uniqueId());
    map.put("fqn", fqn);
    map.put("description", test.description());
    map.put("overrides", overrides(test));
    map.put("depends_on", Map.of("macros", List.of(), "nodes", List.of(test.model())));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("tags", List.of());
    config.put("meta", Map.of());
    config.put("enabled", true);
    map.put("config", config);
    map.put("checksum", null);
    map.put("schema", model.relation().database());
    map.put("created_at", 0);
    map.put("versions", null);
    map.put("version", null);
    return map;
  }

  private Map<String, @Nullable Object> given(
      UnitTest test, String input, List<Map<String, @Nullable Object>> rows) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("input", input(test, input));
    given.putAll(rows(rows));
    return given;
  }

  /** The input as it is written in YAML. */
  private String input(UnitTest test, String uniqueId) {
    Node node = project.nodes().get(uniqueId);
    if (uniqueId.equals(test.model())) {
      return "this";
    }
    if (node == null) {
      return uniqueId;
    }
    return node.resourceType() == ResourceType.SOURCE
        ? "source('" + node.fqn().get(node.fqn().size() - 2) + "', '" + node.name() + "')"
        : "ref('" + node.name() + "')";
  }

  private static Map<String, @Nullable Object> rows(List<Map<String, @Nullable Object>> rows) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    map.put("format", "dict");
    map.put("fixture", null);
    return map;
  }

  private static @Nullable Map<String, Object> overrides(UnitTest test) {
    return test.overrideVariables().isEmpty()
        ? null
        : Map.of("macros", Map.of(), "vars", test.overrideVariables(), "env_vars", Map.of());
  }
}
