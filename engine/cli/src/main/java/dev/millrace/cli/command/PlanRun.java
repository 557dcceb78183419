package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineArtifacts;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.Deployer;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A plan that is carried out, with all that is told and written about it: of a run or an apply. */
final class PlanRun {
  private final Engine engine;
  private final Surroundings surroundings;
  private final Console console;
  private final PolicyFlags policy;
  private final RunRecorder recorder;
  private final Consumer<DeployEvent> watched;

  PlanRun(
      Engine engine,
      Surroundings surroundings,
      Console console,
      PolicyFlags policy,
      RunRecorder recorder,
      DeployProgress progress) {
    this.engine = requireNonNull(engine, "engine");
    this.surroundings = requireNonNull(surroundings, "surroundings");
    this.console = requireNonNull(console, "console");
    this.policy = requireNonNull(policy, "policy");
    this.recorder = requireNonNull(recorder, "recorder");
    this.watched = recorder.deploys(progress);
  }

  /** Finishes or undoes what was cut off before. */
  DeployReport resume() {
    return engine.deployer().resume(watched);
  }

  /**
   * Carries a plan out that the user has seen.
   *
   * @param selected unique ids of the models that were asked for; empty for all
   * @param failFast one model after the other, and none after the first failure
   * @param before what was finished first
   * @return the exit code
   */
  int carryOut(
      Plan plan,
      Set<String> selected,
      boolean failFast,
      List<DeployReport> before,
      Consumer<Consumer<EngineArtifacts>> artifacts) {
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
    if (!policy.rehearsed(engine, plan, console) || !policy.permits(plan, surroundings, console)) {
      return 1;
    }
    console.event(
        CommandEvents.concurrency(
            engine.threads(), engine.project().target().name(), plan.acting().size()));
    DeployOptions how = new DeployOptions(policy.allowsUnknownState(), engine.threads());
    Deployer deployer = engine.deployer();
    DeployReport report =
        failFast ? oneByOne(deployer, plan, how) : deployer.apply(plan, how, watched);
    recorder.addIfAbsent(report);
    DefinedOnly.record(engine, selected, recorder);
    artifacts.accept(each -> each.manifest(true));
    artifacts.accept(each -> each.runResults(recorder.results()));
    console.event(CommandEvents.ended(recorder.results(), engine.invocation()));
    List<DeployReport> all = new ArrayList<>(before);
    all.add(report);
    console.json(DeployAnswer.of(all));
    console.progress(report.totals());
    RecoverText.explain(engine, all, console);
    boolean wereGood = before.stream().allMatch(DeployReport::succeeded);
    return plan.blocked().isEmpty() && wereGood ? report.exitCode() : 1;
  }

  /** Models of a plan come after those they read, so each can be deployed alone. */
  private DeployReport oneByOne(Deployer deployer, Plan plan, DeployOptions how) {
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
        model.models(),
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
