package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loaded project: what the folder says, for one target.
 *
 * @param root the project folder
 * @param nodes by unique id, in a stable order; disabled ones left out
 * @param unitTests by unique id
 * @param problems all that is wrong; a project with errors can be shown but not planned
 */
public record Project(
    Path root,
    String name,
    Target target,
    Map<String, Node> nodes,
    Map<String, UnitTest> unitTests,
    List<Problem> problems) {
  public Project {
    requireNonNull(root, "root");
    requireNonNull(name, "name");
    requireNonNull(target, "target");
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    unitTests = Collections.unmodifiableMap(new LinkedHashMap<>(unitTests));
    problems = List.copyOf(problems);
  }

  /** The node of this unique id, which must exist. */
  public Node node(String uniqueId) {
    return requireNonNull(nodes.get(uniqueId), uniqueId);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
