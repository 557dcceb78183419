package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.Rewind;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to what ran before, with the state it had then. */
@Command(
    name = "rollback",
    description =
        "Go back to what ran before the last change, or to a savepoint: the job stops with a"
            + " savepoint and starts again from the older state.",
    mixinStandardHelpOptions = true)
final class RollbackCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--to",
      paramLabel = "SAVEPOINT|TIME",
      description =
          "The label, the path or the end of the path of a savepoint, or a time as in"
              + " 2026-11-21T09:40: the newest from before it.")
  private @Nullable String to;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask, at a terminal.")
  private boolean yes;

  RollbackCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (selection.isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "Say which models go back, with --select"));
    }
    Set<String> models = selection.models(engine, surroundings(), console);
    List<Rewind> rewinds = new ArrayList<>();
    for (Deployment deployment : engine.ledger().deployments()) {
      if (deployment.isAmong(models)) {
        rewinds.add(
            to == null
                ? Rewind.before(engine.ledger(), deployment.model())
                : Rewind.to(
                    engine.ledger(), engine.savepoints().of(deployment), deployment.model(), to));
      }
    }
    if (rewinds.isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "None of the selected models has been deployed"));
    }
    Instant now = Instant.now();
    rewinds.forEach(rewind -> tell(rewind, now, console));
    if (!permitted(console)) {
      console.progress("Nothing has been touched");
      return 1;
    }
    DeployProgress progress = new DeployProgress(console, engine.project());
    engine.startLocal(console::progress, progress);
    DeployReport report = engine.deployer().rewind(rewinds, progress);
    console.json(DeployAnswer.of(List.of(report)));
    RecoverText.explain(engine, List.of(report), console);
    console.progress(report.totals());
    return report.exitCode();
  }

  private boolean permitted(Console console) {
    if (yes || console.isJson() || surroundings().asking().isEmpty()) {
      return true;
    }
    String answer = surroundings().asking().get().ask("Go on? [y/N] ").orElse("");
    return Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private static void tell(Rewind rewind, Instant now, Console console) {
    String name = DeployProgress.name(rewind.deployment().model());
    console.text(
        name
            + ": back to "
            + rewind.savepoint().path()
            + ", taken "
            + PlanWords.ago(Duration.between(rewind.savepoint().takenAt(), now))
            + " ago"
            + (rewind.otherQuery() ? ", with the query of that time" : ", with the same query"));
    if (rewind.savepoint().origin() == Savepoint.Origin.DRAIN) {
      console.text(
          "    The job had been drained: its positions are gone on from, all else begins empty");
    }
    console.text("    " + Rewind.effectOn(rewind.spec().spec()));
    if (rewind.otherQuery()) {
      console.text(
          "    The project still says what it says: the next run would upgrade it again, so change "
              + rewind.spec().spec().outputs().getFirst().path()
              + " back");
    }
  }
}
