package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.parts.Failures;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.work.Progress;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * From a wish to a running job: what is planned, what the user decides, how far it is carried out.
 * FX thread only.
 */
public final class DeployModel {
  private final Deployments deployments;
  private final Works works;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Text text;
  private final ObservableValue<ProjectState> project;
  private final Runnable afterwards;

  private final ReadOnlyObjectWrapper<DeployStage> stage;
  private final ReadOnlyObjectWrapper<Optional<RunView>> run =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Problem>> refusal =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ReadOnlyBooleanWrapper outdated = new ReadOnlyBooleanWrapper(false);
  private final StringProperty selection = new SimpleStringProperty("");
  private final BooleanProperty fullRefresh = new SimpleBooleanProperty(false);
  private final BooleanProperty stopRemoved = new SimpleBooleanProperty(false);
  private final BooleanProperty allowUnknownState = new SimpleBooleanProperty(false);
  private final StringProperty confirmation = new SimpleStringProperty("");
  private final ObservableStringValue obstacle;
  private final ObservableBooleanValue busy;

  /**
   * @param restricted whether nothing may be reached
   * @param afterwards called when something may have changed on the cluster
   */
  DeployModel(
      Deployments deployments,
      boolean restricted,
      ObservableValue<ProjectState> project,
      Works works,
      Ticker ticker,
      InstantSource clock,
      Text text,
      Runnable afterwards) {
    this.deployments = requireNonNull(deployments, "deployments");
    this.project = requireNonNull(project, "project");
    this.works = requireNonNull(works, "works");
    this.ticker = requireNonNull(ticker, "ticker");
    this.clock = requireNonNull(clock, "clock");
    this.text = requireNonNull(text, "text");
    this.afterwards = requireNonNull(afterwards, "afterwards");
    this.now = new ReadOnlyObjectWrapper<>(clock.instant());
    this.stage =
        new ReadOnlyObjectWrapper<>(
            restricted ? new DeployStage.Restricted() : new DeployStage.Idle());
    this.obstacle =
        Bindings.createStringBinding(
            this::findObstacle, stage, outdated, allowUnknownState, confirmation);
    this.busy =
        Bindings.createBooleanBinding(
            () ->
                switch (stage.get()) {
                  case DeployStage.Planning _, DeployStage.Running _ -> true;
                  case DeployStage.Restricted _,
                      DeployStage.Idle _,
                      DeployStage.Planned _,
                      DeployStage.Failed _,
                      DeployStage.Recovering _,
                      DeployStage.Ended _ ->
                      false;
                },
            stage);
    project.addListener((state, before, now) -> compareWithProject());
  }

  public ReadOnlyObjectProperty<DeployStage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** The newest run, also while it goes on; empty before the first. */
  public ReadOnlyObjectProperty<Optional<RunView>> run() {
    return run.getReadOnlyProperty();
  }

  /** The time, ten times a second while something runs. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** Why the shown plan was not carried out; empty when nobody tried or nothing was wrong. */
  public ReadOnlyObjectProperty<List<Problem>> refusal() {
    return refusal.getReadOnlyProperty();
  }

  /** Whether the project was read again since the shown plan was made. */
  public ReadOnlyBooleanProperty outdated() {
    return outdated.getReadOnlyProperty();
  }

  /** Terms of dbt's selection grammar; blank for all models. */
  public StringProperty selection() {
    return selection;
  }

  /** Whether the next plan gives up state. */
  public BooleanProperty fullRefresh() {
    return fullRefresh;
  }

  /** Whether the next plan stops jobs whose models left the project. */
  public BooleanProperty stopRemoved() {
    return stopRemoved;
  }

  /** The permission to upgrade where nobody can say what becomes of the state. */
  public BooleanProperty allowUnknownState() {
    return allowUnknownState;
  }

  /** What the user typed to confirm that state is given up. */
  public StringProperty confirmation() {
    return confirmation;
  }

  /** Why the plan cannot be carried out now, as a sentence; empty when it can. */
  public ObservableStringValue obstacle() {
    return obstacle;
  }

  /** Whether a plan is being made or carried out. */
  public ObservableBooleanValue busy() {
    return busy;
  }

  /** Makes a plan as the choices say. */
  public void plan() {
    plan(new PlanRequest(selection.get(), fullRefresh.get(), stopRemoved.get()));
  }

  /** Makes a plan, and shows the choices it was made with. */
  public void plan(PlanRequest request) {
    if (busy.get() || stage.get() instanceof DeployStage.Restricted) {
      return;
    }
    selection.set(request.selection());
    fullRefresh.set(request.fullRefresh());
    stopRemoved.set(request.stopRemoved());
    allowUnknownState.set(false);
    confirmation.set("");
    refusal.set(List.of());
    Work<PlanAnswer> work =
        works.start(text.get("work.plan"), progress -> deployments.plan(request, progress));
    stage.set(new DeployStage.Planning(request, work));
    work.result().whenComplete((answer, failure) -> planned(answer, failure));
  }

  private void planned(@Nullable PlanAnswer answer, @Nullable Throwable failure) {
    if (answer != null) {
      stage.set(new DeployStage.Planned(answer));
    } else {
      stage.set(
          Failures.isCancelled(failure)
              ? new DeployStage.Idle()
              : new DeployStage.Failed(Failures.problems(failure)));
    }
    compareWithProject();
    // A plan may have had to start the local cluster to look.
    afterwards.run();
  }

  /** Chooses for a column, and plans again with that. */
  public void choose(CarriedStates.Decision decision, Choices.Choice choice) {
    if (stage.get() instanceof DeployStage.Planned planned) {
      plan(planned.answer().request().choosing(decision, choice));
    }
  }

  /** Chooses what becomes of the whole state of a model, and plans again with that. */
  public void choose(PlannedModel model, Way way) {
    if (stage.get() instanceof DeployStage.Planned planned) {
      plan(planned.answer().request().choosing(model.model(), way));
    }
  }

  /** What has to be typed before state is given up; empty when none is. */
  public Optional<String> wantedConfirmation() {
    return shownPlan()
        .filter(plan -> fresh(plan) > 0)
        .map(
            plan ->
                fresh(plan) == 1
                    ? plan.models().stream()
                        .filter(model -> model.action() == Action.START_FRESH)
                        .map(PlannedModel::name)
                        .findFirst()
                        .orElseThrow()
                    : plan.project());
  }

  private static long fresh(Plan plan) {
    return plan.models().stream().filter(model -> model.action() == Action.START_FRESH).count();
  }

  /** Carries the shown plan out, unless there is an obstacle. */
  public void apply() {
    if (!obstacle.get().isEmpty() || !(stage.get() instanceof DeployStage.Planned planned)) {
      return;
    }
    boolean allow = allowUnknownState.get();
    start(
        text.get("work.apply", planned.answer().plan().project()),
        planned,
        (events, progress) -> deployments.apply(planned.answer(), allow, events, progress));
  }

  /** Finishes or undoes what was cut off. */
  public void resume() {
    if (!busy.get() && !(stage.get() instanceof DeployStage.Restricted)) {
      start(text.get("work.resume"), stage.get(), deployments::resume);
    }
  }

  /** Shows what is in trouble; a plan that was shown is made again when it is wanted again. */
  void showTroubles() {
    if (!busy.get() && !(stage.get() instanceof DeployStage.Restricted)) {
      refusal.set(List.of());
      stage.set(new DeployStage.Recovering());
    }
  }

  /**
   * Takes a way out of a trouble.
   *
   * @param deadLetter the topic that records which are left out are copied into first
   */
  void recover(Trouble trouble, WayOut way, Optional<String> deadLetter) {
    if (!busy.get() && !(stage.get() instanceof DeployStage.Restricted)) {
      start(
          text.get("work.recover", trouble.name()),
          stage.get(),
          (events, progress) -> deployments.recover(trouble, way, deadLetter, events, progress));
    }
  }

  /** Asks what runs to stop here; what is unfinished then can be resumed. */
  public void cancel() {
    switch (stage.get()) {
      case DeployStage.Planning planning -> planning.work().cancel();
      case DeployStage.Running running -> running.work().cancel();
      case DeployStage.Restricted _,
          DeployStage.Idle _,
          DeployStage.Planned _,
          DeployStage.Failed _,
          DeployStage.Recovering _,
          DeployStage.Ended _ -> {}
    }
  }

  /** Something that is carried out step by step. */
  private interface Run {
    DeployReport run(Consumer<DeployEvent> events, Progress progress);
  }

  private void start(String title, DeployStage before, Run body) {
    RunLog log = new RunLog(clock.instant());
    Queue<DeployEvent> events = new ConcurrentLinkedQueue<>();
    refusal.set(List.of());
    run.set(Optional.of(log.view()));
    Work<DeployReport> work =
        works.start(title, progress -> body.run(event -> tell(event, events, progress), progress));
    stage.set(new DeployStage.Running(work));
    Ticker.Subscription ticks = ticker.every(() -> drain(events, log));
    work.result()
        .whenComplete(
            (report, failure) -> {
              ticks.close();
              drain(events, log);
              log.ended(clock.instant(), report);
              run.set(Optional.of(log.view()));
              ended(report, failure, before);
            });
  }

  private void tell(DeployEvent event, Queue<DeployEvent> events, Progress progress) {
    events.add(event);
    if (event instanceof DeployEvent.PhaseEntered phase) {
      String model = phase.model().substring(phase.model().lastIndexOf('.') + 1);
      progress.says(model + ": " + phase.detail());
    }
  }

  private void drain(Queue<DeployEvent> events, RunLog log) {
    boolean changed = false;
    for (DeployEvent event = events.poll(); event != null; event = events.poll()) {
      log.add(event);
      changed = true;
    }
    now.set(clock.instant());
    if (changed) {
      run.set(Optional.of(log.view()));
    }
  }

  private void ended(
      @Nullable DeployReport report, @Nullable Throwable failure, DeployStage before) {
    if (report != null) {
      stage.set(new DeployStage.Ended());
    } else {
      // It broke off before it could say what became of each model.
      refusal.set(
          Failures.isCancelled(failure)
              ? List.of(Failures.cancelled(text.get("cancelled.before")))
              : Failures.problems(failure));
      stage.set(before);
    }
    compareWithProject();
    afterwards.run();
  }

  private void compareWithProject() {
    boolean other =
        stage.get() instanceof DeployStage.Planned planned
            && project.getValue() instanceof ProjectState.Ready ready
            && !planned.answer().fits(ready.project());
    outdated.set(other);
  }

  private Optional<Plan> shownPlan() {
    return stage.get() instanceof DeployStage.Planned planned
        ? Optional.of(planned.answer().plan())
        : Optional.empty();
  }

  private String findObstacle() {
    Optional<Plan> known = shownPlan();
    if (known.isEmpty()) {
      return text.get("obstacle.plan");
    }
    Plan plan = known.get();
    if (outdated.get()) {
      return text.get("obstacle.outdated");
    }
    if (plan.isEmpty()) {
      return text.get(plan.blocked().isEmpty() ? "obstacle.empty" : "obstacle.blocked");
    }
    if (plan.acting().stream().anyMatch(model -> !model.decisions().isEmpty())) {
      return text.get("obstacle.choose");
    }
    if (!plan.unknownState().isEmpty() && !allowUnknownState.get()) {
      return text.get("obstacle.unknown");
    }
    Optional<String> wanted = wantedConfirmation();
    if (wanted.filter(name -> !name.equals(confirmation.get().strip())).isPresent()) {
      return text.get("obstacle.confirm", wanted.get());
    }
    return "";
  }
}
