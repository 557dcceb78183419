package dev.millrace.cli.options;

import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which nodes, by dbt's selection grammar. */
public final class SelectionOptions {
  @Option(
      names = {"-s", "--select", "-m", "--models"},
      arity = "1..*",
      paramLabel = "SELECTION",
      description = "Nodes to work on, such as `orders+` or `tag:mart`; all by default.")
  private List<String> select = new ArrayList<>();

  @Option(
      names = "--exclude",
      arity = "1..*",
      paramLabel = "SELECTION",
      description = "Nodes to leave out.")
  private List<String> exclude = new ArrayList<>();

  /** Whether a choice was made at all. */
  public boolean isEmpty() {
    return select.isEmpty() && exclude.isEmpty();
  }

  /** The chosen nodes, in the project's order; terms that match nothing are warned of. */
  public Set<String> nodes(Engine engine, Console console) {
    Selection selection = engine.select(select, exclude);
    console.problems(selection.warnings());
    return selection.uniqueIds();
  }

  /** The chosen models. */
  public Set<String> models(Engine engine, Console console) {
    Set<String> models = new LinkedHashSet<>();
    for (String id : nodes(engine, console)) {
      Node node = engine.project().node(id);
      if (node.resourceType() == ResourceType.MODEL) {
        models.add(id);
      }
    }
    return models;
  }
}
