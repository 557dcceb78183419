package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says how everything stands: the truth, also while another process deploys. */
@Command(
    name = "status",
    description = "Say how the target stands: the cluster, each deployment, what is unfinished.",
    mixinStandardHelpOptions = true)
final class StatusCommand extends EngineCommand {
  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("project", engine.project().name());
    answer.put("target", engine.project().target().name());
    engine
        .connector()
        .localCluster()
        .ifPresent(
            local -> {
              console.text(LocalStatusCommand.text(local.status()));
              answer.put("local", LocalStatusCommand.json(local.status()));
            });
    List<DeploymentStatus> statuses = engine.statuses();
    if (statuses.isEmpty()) {
      console.text("Nothing is deployed on target " + engine.project().target().name() + ".");
    }
    for (DeploymentStatus status : statuses) {
      console.text(DeployProgress.name(status.model()) + ": " + status.verdict());
    }
    boolean lost =
        statuses.stream().anyMatch(status -> status.wanted() && status.observed().isEmpty());
    if (lost) {
      console.text("Jobs that should run do not; `millrace local start` brings them back.");
    }
    answer.put("deployments", statuses.stream().map(JobsCommand.Json::of).toList());
    console.json(answer);
    return 0;
  }
}
