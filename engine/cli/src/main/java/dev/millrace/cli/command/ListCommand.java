package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists nodes in dbt's forms. */
@Command(
    name = "ls",
    aliases = "list",
    description = "List the nodes of the project.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ProjectOptions projectOptions = new ProjectOptions();
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--output",
      defaultValue = "selector",
      paramLabel = "FORM",
      description = "selector (also text), name, path or json; one line a node.")
  private Form form = Form.SELECTOR;

  @Option(
      names = "--resource-type",
      paramLabel = "TYPE",
      description = "Only nodes of this type, such as model or source.")
  private List<String> resourceTypes = new ArrayList<>();

  @Option(
      names = "--exclude-resource-type",
      paramLabel = "TYPE",
      description = "No nodes of this type.")
  private List<String> leftOut = new ArrayList<>();

  ListCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  /** The list has no progress to leave out; dbt's flag is understood all the same. */
  @Option(
      names = {"-q", "--quiet"},
      description = "Accepted as dbt does.")
  void quiet(boolean unused) {}

  @Override
  public Integer call() {
    Console console = new OutputOptions().console(surroundings);
    try (Telemetry telemetry = Telemetry.fromEnvironment(surroundings.environment());
        Engine engine = projectOptions.open(surroundings, telemetry)) {
      Set<String> chosen = selection.all(engine, surroundings, console);
      for (GraphNode node : engine.selectable(Optional.empty())) {
        String type = node.resourceTypeName();
        // As dbt does: analyses are listed when they are asked for.
        boolean asked =
            resourceTypes.isEmpty()
                ? !type.equals("analysis")
                : resourceTypes.contains(type) || resourceTypes.contains("all");
        boolean wanted = asked && !leftOut.contains(type) && !type.equals("group");
        if (wanted && chosen.contains(node.uniqueId())) {
          print(node, engine.project(), console);
        }
      }
      return ProblemReport.finish(console, engine.project().problems(), Map.of());
    }
  }

  private void print(GraphNode node, Project project, Console console) {
    switch (form) {
      case SELECTOR, TEXT -> console.text(selector(node));
      case NAME -> console.text(node.name());
      case PATH -> console.text(node.path());
      case JSON -> console.line(json(node, project));
    }
  }

  private static String selector(GraphNode node) {
    String dotted = String.join(".", node.fqn());
    return switch (node.resourceTypeName()) {
      case "source" -> {
        List<String> fqn = node.fqn();
        yield "source:"
            + String.join(".", node.packageName(), fqn.get(fqn.size() - 2), node.name());
      }
      case "exposure", "metric", "saved_query", "semantic_model" ->
          node.resourceTypeName() + ":" + node.packageName() + "." + node.name();
      case "unit_test" -> "unit_test:" + dotted;
      default -> dotted;
    };
  }

  private static Map<String, Object> json(GraphNode node, Project project) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("resource_type", node.resourceTypeName());
    json.put("package_name", node.packageName());
    json.put("original_file_path", node.path());
    json.put("unique_id", node.uniqueId());
    Node known = project.nodes().get(node.uniqueId());
    if (known != null) {
      json.put("alias", known.relation().name());
    }
    json.put("config", node.configValues());
    json.put("tags", node.tags());
    json.put("depends_on", Map.of("nodes", node.dependsOn()));
    return json;
  }

  /** dbt's forms of a listing. */
  enum Form {
    SELECTOR,
    TEXT,
    NAME,
    PATH,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
