package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops jobs in a way they can go on from. */
@Command(
    name = "stop",
    description = "Stop jobs with a savepoint; the next run goes on from it.",
    mixinStandardHelpOptions = true)
final class StopCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(names = "--all", description = "Stop every job of this target.")
  private boolean all;

  @Option(
      names = "--no-savepoint",
      description = "Take no savepoint; the last checkpoint is what is left.")
  private boolean noSavepoint;

  StopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (all == !selection.isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "Say which jobs to stop")
              .remedy("Use either --select or --all"));
    }
    Set<String> models = all ? Set.of() : selection.models(engine, surroundings(), console);
    if (!all && models.isEmpty()) {
      return 0;
    }
    DeployProgress progress = new DeployProgress(console);
    DeployReport report = engine.deployer().stop(models, !noSavepoint, progress);
    console.json(DeployAnswer.of(List.of(report)));
    console.progress(report.totals());
    return report.exitCode();
  }
}
