package dev.millrace.cli.options;

import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.SelectionRequest;
import dev.millrace.engine.graph.IndirectSelection;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--selector",
      paramLabel = "NAME",
      description = "A selector of selectors.yml, in place of --select and --exclude.")
  private @Nullable String selector;

  @Option(
      names = "--indirect-selection",
      paramLabel = "MODE",
      description =
          "Which tests come along with what they test: eager, cautious, buildable or empty.")
  private @Nullable String indirect;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "A folder with an older manifest.json, for selections such as state:modified.")
  private @Nullable Path state;

  /** Whether a choice was made at all. */
  public boolean isEmpty() {
    return select.isEmpty() && exclude.isEmpty() && selector == null;
  }

  /** Whether all nodes are meant: nothing is said, and the project has no default selector. */
  public boolean isEverything(Engine engine) {
    return isEmpty() && engine.project().details().selectors().byDefault().isEmpty();
  }

  /**
   * All that is chosen, tests and exposures among it, in the project's order; terms that match
   * nothing are warned of.
   */
  public Set<String> all(Engine engine, Surroundings surroundings, Console console) {
    if (selector != null && !(select.isEmpty() && exclude.isEmpty())) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "--selector stands in place of --select and --exclude")
              .remedy("Leave out one of the two"));
    }
    Map<String, String> environment = surroundings.environment();
    Optional<String> mode =
        Optional.ofNullable(indirect)
            .or(() -> Optional.ofNullable(environment.get("DBT_INDIRECT_SELECTION")));
    Optional<Path> older =
        Optional.ofNullable(state)
            .or(() -> Optional.ofNullable(environment.get("DBT_STATE")).map(Path::of));
    Selection selection =
        engine.select(
            new SelectionRequest(
                select,
                exclude,
                Optional.ofNullable(selector),
                mode.map(IndirectSelection::named).orElse(IndirectSelection.EAGER),
                older.map(surroundings.workingDirectory()::resolve)));
    console.problems(selection.warnings());
    return selection.uniqueIds();
  }

  /** The chosen nodes, in the project's order; terms that match nothing are warned of. */
  public Set<String> nodes(Engine engine, Surroundings surroundings, Console console) {
    Set<String> nodes = new LinkedHashSet<>(all(engine, surroundings, console));
    nodes.retainAll(engine.project().nodes().keySet());
    return nodes;
  }

  /** The chosen models. */
  public Set<String> models(Engine engine, Surroundings surroundings, Console console) {
    Set<String> models = new LinkedHashSet<>();
    for (String id : nodes(engine, surroundings, console)) {
      Node node = engine.project().node(id);
      if (node.resourceType() == ResourceType.MODEL) {
        models.add(id);
      }
    }
    return models;
  }
}
