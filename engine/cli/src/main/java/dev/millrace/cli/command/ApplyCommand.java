package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanStore;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.SavedPlan;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries a plan out that was looked at before. */
@Command(
    name = "apply",
    description = "Carry out a plan that was saved by `plan`, if it would still do what was shown.",
    mixinStandardHelpOptions = true)
final class ApplyCommand extends EngineCommand {
  @Mixin private PolicyFlags policy = new PolicyFlags();

  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description = "The file of `plan --out`, or the beginning of the hash that `plan` showed.")
  private String plan = "";

  @Option(
      names = {"-x", "--fail-fast"},
      negatable = true,
      fallbackValue = "true",
      description = "Deploy one model after the other and begin nothing after the first failure.")
  private boolean failFast;

  private @Nullable SavedPlan saved;

  ApplyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void beforeOpening() {
    policy.policy();
    SavedPlan found = find();
    projectOptions().assume(found.target(), found.variables());
    saved = found;
  }

  private SavedPlan find() {
    Path file = surroundings().workingDirectory().resolve(plan);
    if (Files.isRegularFile(file)) {
      try {
        return SavedPlan.read(Files.readAllBytes(file), plan);
      } catch (IOException e) {
        throw new MillraceException(
            Problem.error(
                ProblemCode.USAGE, "The plan " + plan + " cannot be read: " + e.getMessage()),
            e);
      }
    }
    if (!plan.matches("[0-9a-f]{2,64}")) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "There is no file " + plan)
              .remedy("Make it with `millrace plan --out " + plan + "`"));
    }
    return new PlanStore(DataFolders.of(surroundings().environment()).plans()).find(plan);
  }

  @Override
  int run(Engine engine, Console console) {
    SavedPlan wanted = requireNonNull(saved, "saved");
    engine.ledgerAhead();
    engine.sound();
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    DeployProgress progress = new DeployProgress(console, engine.project());
    engine.startLocal(console::progress, progress);
    Plan current = engine.again(wanted);
    console.text(PlanText.of(current));
    return new PlanRun(engine, surroundings(), console, policy, recorder, progress)
        .carryOut(
            current,
            wanted.options().selected(),
            failFast,
            List.of(),
            artifacts -> write(engine, artifacts));
  }
}
