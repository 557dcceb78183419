package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.GivenTable;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.NameSuggester;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.ProjectScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes unit tests runnable. Stateless and thread-safe. */
public final class UnitTestCompiler {
  /**
   * Renders the tested model so that it reads the given rows.
   *
   * @throws MillraceException UNIT_TEST_INVALID when an input is not mocked, a column is not there
   *     or the model itself is wrong
   */
  public CompiledUnitTest compile(AnalyzedProject analyzed, UnitTest test) {
    Project project = analyzed.project();
    Node model = project.node(test.model());
    if (model.materialization() == Materialization.STREAMING_SOURCE
        || model.materialization() == Materialization.FUNCTION
        || model.resourceType() != ResourceType.MODEL) {
      throw invalid(
          test,
          "`" + model.name() + "` has no query that could be tested",
          "Test a model that reads it");
    }
    requireSound(analyzed, test, model);
    Set<String> between = new LinkedHashSet<>();
    Set<String> inputs = new LinkedHashSet<>();
    collect(project, test, model, between, inputs);
    for (String given : test.given().keySet()) {
      if (!inputs.contains(given)) {
        throw invalid(
            test,
            "`" + model.name() + "` does not read the input `" + project.node(given).name() + "`",
            "Take the input out");
      }
    }
    List<GivenTable> tables =
        inputs.stream().map(input -> given(analyzed, test, project.node(input))).toList();
    checkExpected(analyzed, test, model);
    NodeCompiler compiler = compiler(project, test);
    List<String> setup = new ArrayList<>();
    for (String id : project.dag().order()) {
      if (between.contains(id)) {
        addView(analyzed, compiler, project.node(id), setup);
      }
    }
    String query =
        compiler
            .query(model)
            .orElseThrow(
                () ->
                    invalid(
                        test,
                        "The model `" + model.name() + "` does not compile",
                        "Mend the model first"))
            .text();
    return new CompiledUnitTest(tables, setup, query);
  }

  private static NodeCompiler compiler(Project project, UnitTest test) {
    ProjectScope scope = project.templates().scope();
    ProjectScope overridden =
        scope.withVariables(scope.variables().overriddenBy(test.overrideVariables()));
    Connector.DefaultTableOptions none = new Connector.DefaultTableOptions(Map.of(), Map.of());
    CompileWarnings unheard = new CompileWarnings();
    TableOptions options = new TableOptions(project.target().spec().type(), unheard);
    return new NodeCompiler(
        project,
        new NodeRenderer(project, overridden, Set.of(), problem -> {}),
        new PhysicalNamer(project, new NamingMacros(overridden)),
        new StorageResolver(project.target(), none, options),
        unheard);
  }

  /** Walks up from a node to the inputs; views and ephemeral models in between are kept. */
  private static void collect(
      Project project, UnitTest test, Node node, Set<String> between, Set<String> inputs) {
    for (String parent : node.dependsOn()) {
      Node read = project.node(parent);
      if (test.given().containsKey(parent)) {
        inputs.add(parent);
      } else if (isReadThrough(read)) {
        if (between.add(parent)) {
          collect(project, test, read, between, inputs);
        }
      } else {
        String call =
            read.resourceType() == ResourceType.SOURCE
                ? "source('" + read.fqn().get(read.fqn().size() - 2) + "', '" + read.name() + "')"
                : "ref('" + read.name() + "')";
        throw invalid(
            test,
            "The unit test gives no rows for " + call + ", which `" + node.name() + "` reads",
            "Add it under `given:`; write `rows: []` for no rows");
      }
    }
  }

  private static boolean isReadThrough(Node node) {
    return switch (node.materialization()) {
      case VIEW, EPHEMERAL, FUNCTION -> true;
      case STREAMING_TABLE, STREAMING_SOURCE -> false;
    };
  }

  private static void addView(
      AnalyzedProject analyzed, NodeCompiler compiler, Node node, List<String> setup) {
    String create = "CREATE VIEW " + node.relation().sql() + " AS\n";
    if (node.resourceType() == ResourceType.SEED) {
      setup.add(create + analyzed.node(node.uniqueId()).compiled().sql());
      return;
    }
    if (node.materialization() == Materialization.FUNCTION) {
      setup.add(analyzed.node(node.uniqueId()).compiled().sql());
      return;
    }
    // Also for what is inlined: whoever reads it finds its text in the compiler.
    Optional<MappedText> text = compiler.query(node);
    if (node.materialization() == Materialization.VIEW) {
      text.ifPresent(query -> setup.add(create + query.text()));
    }
  }

  private static GivenTable given(AnalyzedProject analyzed, UnitTest test, Node input) {
    if (input.resourceType() == ResourceType.MODEL
        && input.materialization() == Materialization.EPHEMERAL) {
      throw invalid(
          test,
          "The ephemeral model `" + input.name() + "` cannot be given rows",
          "Give rows to what it reads");
    }
    RelationAnalysis analysis = requireSound(analyzed, test, input);
    List<Map<String, @Nullable Object>> rows =
        test.given().getOrDefault(input.uniqueId(), List.of());
    requireColumns(test, "The input `" + input.name() + "`", rows, analysis.columns());
    return new GivenTable(
        input.relation(),
        analysis.columns(),
        analysis.primaryKey(),
        GivenWatermarks.of(analyzed, input),
        rows);
  }

  private static void checkExpected(AnalyzedProject analyzed, UnitTest test, Node model) {
    if (model.materialization() != Materialization.EPHEMERAL) {
      requireColumns(
          test,
          "The model `" + model.name() + "`",
          test.expect(),
          requireSound(analyzed, test, model).columns());
    }
  }

  private static void requireColumns(
      UnitTest test, String what, List<Map<String, @Nullable Object>> rows, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    for (Map<String, @Nullable Object> row : rows) {
      for (String name : row.keySet()) {
        if (!names.contains(name)) {
          throw invalid(
              test,
              what + " has no column `" + name + "`",
              NameSuggester.nearest(name, names)
                  .map(near -> "Did you mean `" + near + "`?")
                  .orElse("It has " + String.join(", ", names)));
        }
      }
    }
  }

  /** The analysis of a node that the planner found right; ephemeral models have an empty one. */
  private static RelationAnalysis requireSound(AnalyzedProject analyzed, UnitTest test, Node node) {
    AnalyzedNode found = analyzed.nodes().get(node.uniqueId());
    Optional<RelationAnalysis> analysis = found == null ? Optional.empty() : found.analysis();
    boolean ephemeral = found != null && node.materialization() == Materialization.EPHEMERAL;
    if (ephemeral || analysis.filter(result -> result.problems().isEmpty()).isPresent()) {
      return analysis.orElseGet(
          () ->
              new RelationAnalysis(
                  node.uniqueId(),
                  List.of(),
                  dev.millrace.engine.connect.ChangelogKind.UNKNOWN,
                  List.of(),
                  Optional.empty(),
                  List.of(),
                  List.of()));
    }
    throw invalid(
        test, "`" + node.name() + "` has errors, so the unit test cannot run", "Mend it first");
  }

  private static MillraceException invalid(UnitTest test, String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.UNIT_TEST_INVALID, message).at(test.position()).remedy(remedy));
  }
}
