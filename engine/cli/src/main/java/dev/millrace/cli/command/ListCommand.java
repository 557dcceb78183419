package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      for (String id : selection.nodes(engine, console)) {
        Node node = engine.project().node(id);
        if (resourceTypes.isEmpty() || resourceTypes.contains(node.resourceType().dbtName())) {
          print(node, console);
        }
      }
      return ProblemReport.finish(console, engine.project().problems(), Map.of());
    }
  }

  private void print(Node node, Console console) {
    switch (form) {
      case SELECTOR, TEXT -> console.text(selector(node));
      case NAME -> console.text(node.name());
      case PATH -> console.text(node.path());
      case JSON -> console.line(json(node));
    }
  }

  private static String selector(Node node) {
    String dotted = String.join(".", node.fqn());
    return node.resourceType() == ResourceType.SOURCE ? "source:" + dotted : dotted;
  }

  private static Map<String, Object> json(Node node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("resource_type", node.resourceType().dbtName());
    json.put("package_name", node.packageName());
    json.put("original_file_path", node.path());
    json.put("unique_id", node.uniqueId());
    json.put("alias", node.relation().name());
    json.put("config", node.config().values());
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
