package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.project.context.Variables;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A {@code dbt_project.yml}: the project's own or that of a package.
 *
 * @param root the folder it stands in
 * @param path of the file itself, as positions name it
 * @param document the whole file, not rendered
 * @param folders by dbt's key, such as {@code model-paths}
 * @param dispatchOrder {@code search_order} by namespace
 */
record ProjectFile(
    String name,
    Path root,
    String path,
    YamlMapping document,
    Map<String, List<String>> folders,
    Variables.Scope variables,
    Map<String, List<String>> dispatchOrder) {
  ProjectFile {
    requireNonNull(name, "name");
    requireNonNull(root, "root");
    requireNonNull(path, "path");
    requireNonNull(document, "document");
    folders = Map.copyOf(folders);
    requireNonNull(variables, "variables");
    dispatchOrder = Map.copyOf(dispatchOrder);
  }

  List<String> folders(String key) {
    return folders.getOrDefault(key, List.of());
  }
}
