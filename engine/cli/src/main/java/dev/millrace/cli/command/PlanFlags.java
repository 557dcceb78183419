package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.plan.PlanOptions;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is asked of a plan; the same for showing it and for carrying it out. */
final class PlanFlags {
  @Option(
      names = {"-f", "--full-refresh"},
      description = "Give up the state of the selected models and start them without it.")
  private boolean fullRefresh;

  @Option(
      names = "--stop-removed",
      description = "Stop jobs whose models are no longer in the project.")
  private boolean stopRemoved;

  boolean isFullRefresh() {
    return fullRefresh;
  }

  boolean stopsRemoved() {
    return stopRemoved;
  }

  /**
   * What is asked for.
   *
   * @return empty when models were chosen and none matches: no set at all would mean every model
   */
  Optional<PlanOptions> options(
      SelectionOptions selection, Engine engine, Surroundings surroundings, Console console) {
    boolean everything = selection.isEverything(engine);
    Set<String> selected = everything ? Set.of() : selection.models(engine, surroundings, console);
    if (selected.isEmpty() && !everything) {
      console.progress("Nothing to do: no model is selected");
      return Optional.empty();
    }
    return Optional.of(new PlanOptions(selected, fullRefresh, stopRemoved, engine.gitCommit()));
  }
}
