package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.SavepointKeeper;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes savepoints that are no longer needed. */
@Command(
    name = "prune",
    description =
        "Delete savepoints of ours that a rule lets go, with their files. Never one that has a"
            + " label, that holds the last state of a job, or that we did not take.",
    mixinStandardHelpOptions = true)
final class SavepointsPruneCommand extends EngineCommand {
  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many of each model stay at least, the newest: 3.")
  private int keep = 3;

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      defaultValue = "14",
      description = "Younger ones stay: 14 days.")
  private int days = 14;

  @Option(names = "--dry-run", description = "Only say which they are.")
  private boolean dryRun;

  SavepointsPruneCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (keep < 1 || days < 0) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.USAGE,
              "--keep must be at least 1, since the last savepoint is never deleted, and"
                  + " --older-than at least 0"));
    }
    List<Savepoint> unneeded =
        engine.savepoints().unneeded(new SavepointKeeper.Policy(keep, Duration.ofDays(days)));
    List<String> deleted = new ArrayList<>();
    boolean good = true;
    for (Savepoint savepoint : unneeded) {
      if (dryRun) {
        console.text("would delete " + savepoint.path());
        continue;
      }
      try {
        engine.savepoints().delete(savepoint);
        console.text("deleted " + savepoint.path());
        deleted.add(savepoint.path());
      } catch (MillraceException e) {
        console.problems(e.problems());
        good = false;
      }
    }
    if (unneeded.isEmpty()) {
      console.text("Every savepoint is still needed by the rule.");
    }
    console.json(
        Map.of("unneeded", unneeded.stream().map(Savepoint::path).toList(), "deleted", deleted));
    return good ? 0 : 1;
  }
}
