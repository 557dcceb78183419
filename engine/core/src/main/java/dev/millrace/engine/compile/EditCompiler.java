package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeRereader.Reread;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectTemplates;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.jinja.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles single nodes of a project while the texts of some are being edited: in the time of one
 * node, whatever the size of the project. Stateless and thread-safe.
 */
public final class EditCompiler {
  private final Connector.DefaultTableOptions defaultTableOptions;

  /**
   * @param defaultTableOptions the connector's options for tables that name no connector
   */
  public EditCompiler(Connector.DefaultTableOptions defaultTableOptions) {
    this.defaultTableOptions = requireNonNull(defaultTableOptions, "defaultTableOptions");
  }

  /** The project with these nodes in place of its own. */
  public static Project with(Project project, Collection<Reread> edits) {
    Map<String, Node> nodes = new LinkedHashMap<>(project.nodes());
    Map<String, Template> templates = new LinkedHashMap<>(project.templates().templates());
    for (Reread edit : edits) {
      String id = edit.node().uniqueId();
      nodes.put(id, edit.node());
      templates.remove(id);
      edit.template().ifPresent(template -> templates.put(id, template));
    }
    return new Project(
        project.root(),
        project.name(),
        project.target(),
        nodes,
        project.unitTests(),
        project.problems(),
        new ProjectTemplates(
            project.templates().scope(),
            project.templates().references(),
            templates,
            project.templates().rereader()));
  }

  /**
   * Compiles one node.
   *
   * @param project with all edits, see {@link #with}
   * @param problems of the node's text, already known
   */
  public EditedNode compile(Project project, Node node, List<Problem> problems) {
    List<Problem> found = new ArrayList<>(problems);
    CompileWarnings warnings = new CompileWarnings();
    NodeCompiler compiler = compiler(project, warnings);
    Optional<MappedText> text = Optional.empty();
    List<SqlProblem> syntax = List.of();
    Optional<CompiledNode> compiled = Optional.empty();
    try {
      inline(project, node, compiler, new HashSet<>(Set.of(node.uniqueId())));
      text = compiler.query(node);
      if (text.isPresent()) {
        if (isQuery(node)) {
          syntax = FlinkSql.checkQuery(text.get().text()).stream().toList();
        }
        if (syntax.isEmpty()) {
          compiled = Optional.of(compiler.compile(node, text.get()));
        }
      }
    } catch (MillraceException e) {
      found.addAll(e.problems());
    }
    warnings.report(found::add);
    // A declared table is more than its template: its author sees the whole statement.
    Optional<CompiledText> shown =
        compiled.isPresent() ? compiled.get().locator().text() : text.map(MappedText::compiled);
    return new EditedNode(node, shown, compiled, found, syntax);
  }

  /** A node that is not edited; empty when it cannot be compiled. */
  public Optional<CompiledNode> compile(Project project, Node node) {
    NodeCompiler compiler = compiler(project, new CompileWarnings());
    try {
      inline(project, node, compiler, new HashSet<>(Set.of(node.uniqueId())));
      return compiler.compile(node);
    } catch (MillraceException e) {
      return Optional.empty();
    }
  }

  private NodeCompiler compiler(Project project, CompileWarnings warnings) {
    return new NodeCompiler(
        project,
        new NodeRenderer(project, project.templates().scope(), Set.of(), warning -> {}),
        new PhysicalNamer(project, new NamingMacros(project.templates().scope())),
        new StorageResolver(
            project.target(),
            defaultTableOptions,
            new TableOptions(project.target().spec().type(), warnings)),
        warnings);
  }

  /** Makes the texts of ephemeral models known to the compiler, deepest first. */
  private static void inline(
      Project project, Node node, NodeCompiler compiler, Set<String> visited) {
    for (String parent : node.dependsOn()) {
      Node read = project.node(parent);
      boolean inlined =
          read.resourceType() == ResourceType.MODEL
              && read.materialization() == Materialization.EPHEMERAL;
      if (inlined && visited.add(parent)) {
        inline(project, read, compiler, visited);
        compiler.query(read);
      }
    }
  }

  /** What the planner, or the parser, has against SQL, as a problem at this place. */
  public static Problem problem(SqlProblem problem, SourcePosition place) {
    String message = SqlRemedies.oneLine(problem.message());
    Problem located = Problem.error(ProblemCode.SQL_INVALID, message).at(place);
    return SqlRemedies.of(message).map(located::remedy).orElse(located);
  }

  private static boolean isQuery(Node node) {
    return node.resourceType() == ResourceType.MODEL
        && switch (node.materialization()) {
          case VIEW, STREAMING_TABLE, EPHEMERAL -> true;
          case STREAMING_SOURCE, FUNCTION -> false;
        };
  }
}
