package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.LocalStart;
import dev.millrace.engine.deploy.DeployReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Starts what does not run and brings lost jobs back. */
@Command(
    name = "start",
    description = "Start the local cluster and bring back the jobs that ran on it.",
    mixinStandardHelpOptions = true)
final class LocalStartCommand extends EngineCommand {
  LocalStartCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    DeployProgress progress = new DeployProgress(console);
    Optional<LocalStart> started = engine.startLocal(console::progress, progress);
    if (started.isEmpty()) {
      throw LocalStopCommand.notLocal(engine);
    }
    List<DeployReport> restored = new ArrayList<>(started.get().restored());
    if (!started.get().fresh()) {
      // It ran already, but a job may have been lost all the same.
      restored.addAll(engine.restoreAll(progress));
    }
    console.text(LocalStatusCommand.text(started.get().status()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("local", LocalStatusCommand.json(started.get().status()));
    answer.put("restored", DeployAnswer.of(restored));
    console.json(answer);
    return restored.stream().allMatch(DeployReport::succeeded) ? 0 : 1;
  }
}
