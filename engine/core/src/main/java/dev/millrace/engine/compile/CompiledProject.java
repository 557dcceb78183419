package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.project.Project;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project after Jinja, before Flink's planner.
 *
 * @param nodes by unique id, each after those it reads; nodes that could not be compiled are left
 *     out
 * @param problems those of the project and of compiling
 */
public record CompiledProject(
    Project project, Map<String, CompiledNode> nodes, List<Problem> problems) {
  public CompiledProject {
    requireNonNull(project, "project");
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    problems = List.copyOf(problems);
  }

  /** The node of this unique id, which must have been compiled. */
  public CompiledNode node(String uniqueId) {
    return requireNonNull(nodes.get(uniqueId), uniqueId);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
