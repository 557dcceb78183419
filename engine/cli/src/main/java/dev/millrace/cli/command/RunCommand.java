package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans, then carries the plan out. */
@Command(
    name = "run",
    description = "Deploy models: plan, then stop, carry state over, start and prove each job.",
    mixinStandardHelpOptions = true)
final class RunCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private PlanFlags flags = new PlanFlags();
  @Mixin private PolicyFlags policy = new PolicyFlags();

  @Option(
      names = {"-x", "--fail-fast"},
      negatable = true,
      fallbackValue = "true",
      description = "Deploy one model after the other and begin nothing after the first failure.")
  private boolean failFast;

  RunCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    policy.policy();
    engine.ledgerAhead();
    engine.sound();
    Optional<PlanOptions> options = flags.options(selection, engine, surroundings(), console);
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    if (options.isEmpty()) {
      write(engine, artifacts -> artifacts.runResults(recorder.results()));
      console.json(DeployAnswer.of(List.of()));
      return 0;
    }
    DeployProgress progress = new DeployProgress(console, engine.project());
    engine.startLocal(console::progress, progress);
    PlanRun run = new PlanRun(engine, surroundings(), console, policy, recorder, progress);
    DeployReport resumed = run.resume();
    Plan plan = engine.plan(options.get());
    console.text(PlanText.of(plan));
    return run.carryOut(
        plan,
        options.get().selected(),
        failFast,
        List.of(resumed),
        artifacts -> write(engine, artifacts));
  }
}
