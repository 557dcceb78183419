package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.Map;
import picocli.CommandLine.Command;

/** Stops the local cluster; state stays on disk. */
@Command(
    name = "stop",
    description = "Stop the local cluster with all its jobs; `local start` brings them back.",
    mixinStandardHelpOptions = true)
final class LocalStopCommand extends EngineCommand {
  LocalStopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    LocalCluster local = engine.connector().localCluster().orElseThrow(() -> notLocal(engine));
    local.stop();
    console.progress("The local cluster is stopped; its state stays on disk");
    console.json(Map.of("local", LocalStatusCommand.json(local.status())));
    return 0;
  }

  static MillraceException notLocal(Engine engine) {
    return new MillraceException(
        Problem.error(
                ProblemCode.USAGE,
                "Target `"
                    + engine.project().target().name()
                    + "` is a cluster of its own, not the local one")
            .remedy("Choose a target without `jobmanager` and `gateway` with --target"));
  }
}
