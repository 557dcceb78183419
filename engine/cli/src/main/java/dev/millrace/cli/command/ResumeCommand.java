package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeployReport;
import java.util.List;
import picocli.CommandLine.Command;

/** Finishes or undoes what an ended process left behind. */
@Command(
    name = "resume",
    description = "Finish or undo deployments that were cut off; says which.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends EngineCommand {
  ResumeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    DeployProgress progress = new DeployProgress(console);
    engine.startLocal(console::progress, progress);
    DeployReport report = engine.deployer().resume(progress);
    if (report.models().isEmpty()) {
      console.progress("Nothing is unfinished");
    } else {
      console.progress(report.totals());
    }
    console.json(DeployAnswer.of(List.of(report)));
    RecoverText.explain(engine, List.of(report), console);
    return report.exitCode();
  }
}
