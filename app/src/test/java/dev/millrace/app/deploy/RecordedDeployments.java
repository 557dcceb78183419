package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.work.Progress;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers what was written down before. */
final class RecordedDeployments implements Deployments {
  @Nullable Project project;
  PlannedModel[] models = {};
  @Nullable RuntimeException planRefusal;
  @Nullable Problem refusal;
  List<DeploymentStatus> statuses = List.of();
  List<Standing.LeftBehind> leftBehind = List.of();
  List<Trouble> troubles = List.of();
  List<Trouble> afterwards = List.of();
  Outcome recovered = Outcome.COMMITTED;
  @Nullable RuntimeException lookRefusal;
  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public PlanAnswer plan(PlanRequest request, Progress progress) {
    if (planRefusal != null) {
      throw planRefusal;
    }
    return new PlanAnswer(
        request,
        PlanOptions.ALL,
        Samples.plan(models),
        requireNonNull(project, "project"),
        List.of());
  }

  @Override
  public DeployReport apply(
      PlanAnswer answer,
      boolean allowUnknownState,
      Consumer<DeployEvent> events,
      Progress progress) {
    if (refusal != null) {
      throw new MillraceException(refusal);
    }
    String model = "model.shop.totals";
    ModelReport report = Samples.report("totals", "create", Outcome.COMMITTED);
    events.accept(new DeployEvent.RunStarted(Samples.NOON, "apply", List.of(model)));
    events.accept(new DeployEvent.ModelStarted(Samples.NOON, model, List.of(model), "create"));
    Samples.entered("totals", DeployState.PRECHECKED, DeployState.COMMITTED).forEach(events);
    events.accept(new DeployEvent.ModelFinished(Samples.NOON, report));
    return new DeployReport(List.of(report));
  }

  @Override
  public DeployReport resume(Consumer<DeployEvent> events, Progress progress) {
    return new DeployReport(List.of());
  }

  @Override
  public List<Trouble> troubles() {
    calls.add("troubles");
    if (lookRefusal != null) {
      throw lookRefusal;
    }
    return troubles;
  }

  @Override
  public DeployReport recover(
      Trouble trouble,
      WayOut way,
      Optional<String> deadLetter,
      Consumer<DeployEvent> events,
      Progress progress) {
    calls.add(
        "recover "
            + trouble.name()
            + " by "
            + way.kind().written()
            + deadLetter.map(topic -> " into " + topic).orElse(""));
    if (refusal != null) {
      throw new MillraceException(refusal);
    }
    troubles = afterwards;
    return new DeployReport(List.of(Samples.report(trouble.name(), "rewind", recovered)));
  }

  @Override
  public DeployReport stop(Set<String> stopped, Consumer<DeployEvent> events, Progress progress) {
    calls.add("stop " + stopped);
    return new DeployReport(List.of());
  }

  @Override
  public DeployReport startLocal(Consumer<DeployEvent> events, Progress progress) {
    return new DeployReport(List.of());
  }

  @Override
  public void stopLocal(Progress progress) {
    calls.add("stop local");
  }

  @Override
  public Standing look() {
    calls.add("look");
    return new Standing("dev", statuses, Optional.empty(), leftBehind, Samples.NOON);
  }
}
