package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes savepoints of jobs that run on. */
@Command(
    name = "take",
    description = "Take a savepoint of each selected job; the jobs run on.",
    mixinStandardHelpOptions = true)
final class SavepointsTakeCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for it; a savepoint that has one is not deleted by `prune`.")
  private @Nullable String label;

  SavepointsTakeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Set<String> models = selection.models(engine, surroundings(), console);
    List<Map<String, Object>> taken = new ArrayList<>();
    boolean good = true;
    for (Deployment deployment : engine.ledger().deployments()) {
      if (deployment.isAmong(models) && deployment.wanted() == Deployment.Wanted.RUNNING) {
        try {
          Savepoint savepoint =
              engine.savepoints().take(deployment.model(), Optional.ofNullable(label));
          console.text(DeployProgress.name(deployment.model()) + ": " + savepoint.path());
          taken.add(SavepointsListCommand.json(engine, savepoint));
        } catch (MillraceException e) {
          // The others are worth having all the same.
          console.problems(e.problems());
          good = false;
        }
      }
    }
    if (taken.isEmpty() && good) {
      console.text("None of the selected models has a job that runs.");
    }
    console.json(Map.of("savepoints", taken));
    return good ? 0 : 1;
  }
}
