package dev.millrace.engine.project.yaml;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import java.util.List;

/**
 * A YAML file.
 *
 * @param root an empty mapping for a file that says nothing or cannot be read
 * @param readable whether the file could be read at all
 * @param problems faults of the file
 */
public record YamlDocument(YamlValue.YamlMapping root, boolean readable, List<Problem> problems) {
  public YamlDocument {
    requireNonNull(root, "root");
    problems = List.copyOf(problems);
  }
}
