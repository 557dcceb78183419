package dev.millrace.engine.compile;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.GenericTest;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.AdapterDialect.CatalogColumn;
import dev.millrace.engine.project.context.DbtContext;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.NodeActions;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.RelationValue;
import dev.millrace.engine.project.context.TestArguments;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Renders nodes so that the text counts. */
final class NodeRenderer {
  private static final String EXPRESSION_PREFIX = "__dbt__cte__";

  private static final Pattern MARKS = Pattern.compile("\\{[{%#]|[#}%]\\}");

  private final Project project;
  private final ProjectScope scope;
  private final Set<String> mocked;
  private final ProjectGraph graph;
  private final RelationColumns columns;
  private final Consumer<Problem> problems;

  /**
   * @param scope the project's, perhaps with other variables
   * @param mocked unique ids of ephemeral models that a test replaces by tables
   * @param problems where warnings of templates go
   */
  NodeRenderer(
      Project project, ProjectScope scope, Set<String> mocked, Consumer<Problem> problems) {
    this.project = project;
    this.scope = scope;
    this.graph = new ProjectGraph(project);
    this.mocked = Set.copyOf(mocked);
    this.problems = problems;
    this.columns = new RelationColumns(project, this::readText);
  }

  private String readText(Node node) {
    return project
        .templates()
        .template(node.uniqueId())
        .map(template -> render(node, template).text())
        .orElse("");
  }

  /** How an ephemeral model is called where it is inlined. */
  static String expressionName(Node node) {
    return EXPRESSION_PREFIX + node.relation().name();
  }

  /** Whether readers of the node have its text inlined. */
  boolean isInlined(Node node) {
    return node.resourceType() == ResourceType.MODEL
        && node.materialization() == Materialization.EPHEMERAL
        && !mocked.contains(node.uniqueId());
  }

  /**
   * The text of one node, nothing inlined.
   *
   * @throws MillraceException when the template fails
   */
  MappedText render(Node node, Template template) {
    Map<String, Object> values = new HashMap<>();
    values.put("this", relation(node));
    values.put("model", asMap(project, node));
    DbtContext context = context(node, values);
    try {
      return MappedText.of(template.render(context));
    } catch (TemplateException e) {
      throw new MillraceException(Faults.of(e), e);
    }
  }

  /**
   * The text of one node and the macros it calls itself.
   *
   * @param test what makes a data test a generic one
   */
  DbtTexts.Result asDbt(Node node, Template template, Optional<GenericTest> test) {
    Set<String> macros = new LinkedHashSet<>();
    try {
      return new DbtTexts.Result.Rendered(text(node, template, test, macros), List.copyOf(macros));
    } catch (TemplateException e) {
      return new DbtTexts.Result.Failed(Faults.of(e), List.copyOf(macros));
    }
  }

  private String text(
      Node node, Template template, Optional<GenericTest> test, Set<String> macros) {
    Map<String, Object> values = new HashMap<>();
    values.put("this", relation(node));
    values.put("model", asMap(project, node));
    if (test.isPresent()) {
      DbtContext arguments = context(node, values);
      values.put(
          TestArguments.NAME, TestArguments.render(test.get().arguments(), arguments, node.path()));
      macros.addAll(arguments.calledMacros());
    }
    if (!MARKS.matcher(node.rawCode()).find()) {
      // What holds no Jinja is not rendered, so that a line end at its end stays.
      return written(node);
    }
    DbtContext context = context(node, values);
    try {
      return template.render(context).text();
    } finally {
      macros.addAll(context.calledMacros());
    }
  }

  /**
   * A Python model with what dbt's own macro writes below it.
   *
   * @throws TemplateException when the macro fails or is not there
   */
  DbtTexts.Result asPython(Node node) {
    Map<String, Object> values = new HashMap<>();
    values.put("this", relation(node));
    Map<String, Object> model = asMap(project, node);
    NodeDetails details = project.details().nodes().getOrDefault(node.uniqueId(), NodeDetails.NONE);
    model.put("refs", details.refs().stream().map(NodeRenderer::named).toList());
    model.put(
        "sources",
        details.sources().stream()
            .map(source -> List.of(source.scope().orElse(""), source.name()))
            .toList());
    values.put("model", model);
    DbtContext context = context(node, values);
    String postfix =
        scope
            .environment()
            .parse("{{ py_script_postfix(model) }}", node.path())
            .render(context)
            .text();
    return new DbtTexts.Result.Rendered(
        node.rawCode().strip() + "\n\n" + postfix, List.copyOf(context.calledMacros()));
  }

  private static Map<String, Object> named(NodeDetails.NamedReference reference) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", reference.name());
    reference.scope().ifPresent(scope -> map.put("package", scope));
    reference.version().ifPresent(version -> map.put("version", version));
    return map;
  }

  private DbtContext context(Node node, Map<String, Object> values) {
    values.put("graph", graph);
    values.put("selected_resources", graph.uniqueIds());
    return new DbtContext(
        scope, node.packageName(), DbtContext.Phase.EXECUTE, new Resolver(node), values);
  }

  /** dbt reads a file without the blanks at its two ends; what is no file it leaves as it is. */
  static String written(Node node) {
    return switch (node.resourceType()) {
      case MODEL, ANALYSIS, SEED, SOURCE -> node.rawCode().strip();
      case TEST ->
          node.rawCode().contains(TestArguments.NAME) ? node.rawCode() : node.rawCode().strip();
      case SNAPSHOT, OPERATION -> node.rawCode();
    };
  }

  /** What {@code ref()} of the node gives. */
  RelationValue relation(Node node) {
    if (isInlined(node)) {
      return RelationValue.ephemeral(
          node.relation(), expressionName(node), scope.dialect().quote());
    }
    NodeDetails details = project.details().nodes().getOrDefault(node.uniqueId(), NodeDetails.NONE);
    return scope
        .dialect()
        .relation(
            node.relation(),
            switch (node.materialization()) {
              case VIEW -> "view";
              case STREAMING_TABLE, STREAMING_SOURCE, EPHEMERAL -> "table";
              case FUNCTION -> "function";
            },
            details.quoting());
  }

  /** What macros see as {@code model} and {@code node}. */
  static Map<String, Object> asMap(Project project, Node node) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("unique_id", node.uniqueId());
    map.put("name", node.name());
    map.put("alias", node.relation().name());
    map.put("database", node.relation().catalog());
    map.put("schema", node.relation().database());
    map.put("resource_type", node.resourceTypeName());
    map.put("package_name", node.packageName());
    NodeDetails details = project.details().nodes().getOrDefault(node.uniqueId(), NodeDetails.NONE);
    map.put("path", details.resourcePath());
    map.put("original_file_path", details.originalFilePath());
    map.put("fqn", node.fqn());
    map.put("description", node.description());
    map.put("config", ProjectGraph.config(node));
    map.put("tags", node.tags());
    map.put("meta", node.config().map("meta"));
    map.put("depends_on", Map.of("nodes", node.dependsOn(), "macros", details.macros()));
    map.put("columns", ProjectGraph.columns(node));
    map.put("raw_code", node.rawCode());
    details.version().ifPresent(version -> map.put("version", version.value()));
    return map;
  }

  /** Knows what names mean, and that a node may only read what loading saw it read. */
  private final class Resolver implements NodeActions {
    private final Node node;

    private Resolver(Node node) {
      this.node = node;
    }

    @Override
    public Object ref(
        Optional<String> packageName, String name, Optional<String> version, Position position) {
      return read(
          project.templates().references().ref(node.packageName(), packageName, name, version),
          "ref('" + name + "'" + version.map(v -> ", v=" + v).orElse("") + ")");
    }

    @Override
    public Object source(String source, String table, Position position) {
      return read(
          project.templates().references().source(node.packageName(), source, table),
          "source('" + source + "', '" + table + "')");
    }

    private Object read(String uniqueId, String call) {
      Node read = project.nodes().get(uniqueId);
      if (read == null || !node.dependsOn().contains(uniqueId)) {
        throw Faults.fault(
            ProblemCode.REFERENCE_UNKNOWN,
            call + " was not seen when the project was read, because it stands under a condition",
            "Add the line `-- depends_on: {{ " + call + " }}` to the model");
      }
      return relation(read);
    }

    @Override
    public Optional<List<CatalogColumn>> columns(String relation) {
      return columns.of(relation);
    }

    @Override
    public void configure(Map<String, Object> values, Position position) {}

    @Override
    public @Nullable Object configured(String key) {
      Object value = node.config().values().get(key);
      return value == null ? ProjectGraph.unset(node, key) : value;
    }

    @Override
    public void warn(String message, Position position) {
      problems.accept(
          Problem.warning(ProblemCode.JINJA_INVALID, message).at(Faults.position(position)));
    }
  }
}
