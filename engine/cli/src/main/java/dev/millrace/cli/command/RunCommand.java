package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.Deployer;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  @Option(
      names = "--allow-unknown-state",
      description = "Upgrade also where nobody can say what becomes of the state.")
  private boolean allowUnknownState;

  RunCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    engine.sound();
    Optional<PlanOptions> options = flags.options(selection, engine, surroundings(), console);
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    if (options.isEmpty()) {
      engine.artifacts().runResults(recorder.results());
      console.json(DeployAnswer.of(List.of()));
      return 0;
    }
    DeployProgress progress = new DeployProgress(console);
    engine.startLocal(console::progress, progress);
    Deployer deployer = engine.deployer();
    Consumer<DeployEvent> watched = recorder.deploys(progress);
    DeployReport resumed = deployer.resume(watched);
    Plan plan = engine.plan(options.get());
    console.text(PlanText.of(plan));
    if (!plan.blocked().isEmpty()) {
      console.problems(
          plan.blocked().stream()
              .map(
                  model ->
                      Problem.error(
                          ProblemCode.DEPLOY_BLOCKED,
                          model.name() + ": " + String.join("; ", model.reasons())))
              .toList());
    }
    DeployReport report =
        deployer.apply(plan, new DeployOptions(allowUnknownState, engine.threads()), watched);
    DefinedOnly.record(engine, options.get().selected(), recorder);
    engine.artifacts().manifest(true);
    engine.artifacts().runResults(recorder.results());
    console.json(DeployAnswer.of(List.of(resumed, report)));
    console.progress(report.totals());
    return plan.blocked().isEmpty() && resumed.succeeded() ? report.exitCode() : 1;
  }
}
