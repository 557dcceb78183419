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
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Deployer deployer = engine.deployer();
    Consumer<DeployEvent> watched = recorder.deploys(progress);
    DeployReport resumed = deployer.resume(watched);
    Plan plan = engine.plan(options.get());
    console.text(PlanText.of(plan));
    console.event(
        CommandEvents.concurrency(
            engine.threads(), engine.project().target().name(), plan.acting().size()));
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
    DeployOptions how = new DeployOptions(allowUnknownState, engine.threads());
    DeployReport report =
        failFast ? oneByOne(deployer, plan, how, watched) : deployer.apply(plan, how, watched);
    report.models().forEach(model -> recorder.addIfAbsent(recorder.of(model)));
    DefinedOnly.record(engine, options.get().selected(), recorder);
    write(engine, artifacts -> artifacts.manifest(true));
    write(engine, artifacts -> artifacts.runResults(recorder.results()));
    console.event(CommandEvents.ended(recorder.results(), engine.invocation()));
    console.json(DeployAnswer.of(List.of(resumed, report)));
    console.progress(report.totals());
    return plan.blocked().isEmpty() && resumed.succeeded() ? report.exitCode() : 1;
  }

  /** Models of a plan come after those they read, so each can be deployed alone. */
  private static DeployReport oneByOne(
      Deployer deployer, Plan plan, DeployOptions how, Consumer<DeployEvent> watched) {
    List<ModelReport> reports = new ArrayList<>();
    for (PlannedModel model : plan.models()) {
      if (reports.stream().allMatch(report -> report.outcome().isSuccess())) {
        reports.addAll(deployer.apply(plan.part(Set.of(model.model())), how, watched).models());
      } else {
        reports.add(leftOut(model));
      }
    }
    return new DeployReport(reports);
  }

  private static ModelReport leftOut(PlannedModel model) {
    return new ModelReport(
        model.model(),
        "none",
        Outcome.SKIPPED,
        "Left out after the first failure",
        Optional.empty(),
        List.of(),
        model.deployedJob(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false);
  }
}
