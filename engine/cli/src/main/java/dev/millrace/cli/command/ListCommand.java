package dev.millrace.cli.command;

import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ResourceTypes;
import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.EventLog;
import dev.millrace.cli.output.OutputFormat;
import dev.millrace.cli.output.WarningRules;
import dev.millrace.engine.Engine;
import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails;
import dev.millrace.engine.project.Project;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists nodes in dbt's forms. */
@Command(
    name = "ls",
    aliases = "list",
    description = "List the nodes of the project.",
    mixinStandardHelpOptions = true)
final class ListCommand extends ProjectCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private ResourceTypes types = new ResourceTypes();

  @Option(
      names = "--output",
      defaultValue = "selector",
      paramLabel = "FORM",
      description = "selector (also text), name, path or json; one line a node.")
  private Form form = Form.SELECTOR;

  @Option(
      names = "--output-keys",
      arity = "1..*",
      split = "[ ,]",
      paramLabel = "KEY",
      description = "Which keys JSON shows; dots lead into them, as in `config.materialized`.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      negatable = true,
      fallbackValue = "true",
      description = "Print the list only.")
  private boolean quiet;

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Console console(EventLog log, WarningRules rules) {
    return OutputOptions.console(surroundings(), OutputFormat.TEXT, quiet, log, rules);
  }

  @Override
  int run(Engine engine, Console console) {
    if (!keys.isEmpty() && form != Form.JSON) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "--output-keys goes with --output json")
              .remedy("Add --output json"));
    }
    Set<String> chosen = selection.all(engine, surroundings(), console);
    engine.selectable(Optional.empty()).stream()
        .filter(node -> chosen.contains(node.uniqueId()))
        .filter(node -> isWanted(node.resourceTypeName()))
        .sorted(Comparator.comparing(GraphNode::uniqueId))
        .forEach(node -> print(node, engine.project(), console));
    return ProblemReport.finish(console, engine.project().problems(), Map.of());
  }

  /** As dbt does: analyses are listed when they are asked for, groups never. */
  private boolean isWanted(String type) {
    return !type.equals("group") && types.includes(type, !type.equals("analysis"));
  }

  private void print(GraphNode node, Project project, Console console) {
    switch (form) {
      case SELECTOR, TEXT -> line(selector(node), console);
      case NAME -> line(node.name(), console);
      case PATH -> line(node.path(), console);
      case JSON -> line(console.written(chosen(json(node, project))), console);
    }
  }

  private static void line(String text, Console console) {
    console.text(text, CommandEvents.listed(text));
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

  private static Map<String, @Nullable Object> json(GraphNode node, Project project) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("resource_type", node.resourceTypeName());
    json.put("package_name", node.packageName());
    json.put("original_file_path", node.path());
    json.put("unique_id", node.uniqueId());
    Node known = project.nodes().get(node.uniqueId());
    DataTest test = project.details().dataTests().get(node.uniqueId());
    if (test != null) {
      known = test.node();
    }
    NodeDetails details = project.details().nodes().getOrDefault(node.uniqueId(), NodeDetails.NONE);
    if (known != null) {
      json.put("alias", known.relation().name());
    }
    json.put("config", node.configValues());
    json.put("tags", node.tags());
    json.put("depends_on", Map.of("macros", details.macros(), "nodes", node.dependsOn()));
    if (node.resourceTypeName().equals("source")) {
      json.put("source_name", node.fqn().get(node.fqn().size() - 2));
    }
    return json;
  }

  /** The keys that are asked for, or dbt's own choice; what a node does not have is left out. */
  private Map<String, @Nullable Object> chosen(Map<String, @Nullable Object> all) {
    if (keys.isEmpty()) {
      return all;
    }
    Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
    for (String key : keys) {
      Object value = all;
      for (String part : key.split("\\.", -1)) {
        value = value instanceof Map<?, ?> map ? map.get(part) : null;
      }
      if (value != null) {
        chosen.put(key, value);
      }
    }
    return chosen;
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
