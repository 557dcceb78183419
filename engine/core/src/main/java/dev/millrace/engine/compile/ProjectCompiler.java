package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.ProjectScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    List<Problem> problems = new ArrayList<>(project.problems());
    ProjectScope scope = project.templates().scope();
    // Warnings of templates were told when the project was read.
    NodeRenderer renderer = new NodeRenderer(project, scope, Set.of(), warning -> {});
    CompileWarnings warnings = new CompileWarnings();
    TableOptions options = new TableOptions(project.target().spec().type(), warnings);
    NodeCompiler compiler =
        new NodeCompiler(
            project,
            renderer,
            new PhysicalNamer(project, new NamingMacros(scope)),
            new StorageResolver(project.target(), defaultTableOptions, options),
            warnings);
    Map<String, CompiledNode> compiled = new LinkedHashMap<>();
    for (String id : project.dag().order()) {
      Node node = project.node(id);
      try {
        compiler.compile(node).ifPresent(result -> compiled.put(id, result));
      } catch (MillraceException e) {
        problems.addAll(e.problems());
      }
    }
    warnings.report(problems::add);
    return new CompiledProject(project, compiled, problems);
  }
}
