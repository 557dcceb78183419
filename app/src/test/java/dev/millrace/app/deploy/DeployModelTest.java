package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.work.Works;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.state.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployModelTest {
  private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();
  private final RecordedDeployments deployments = new RecordedDeployments();
  private final ReadOnlyObjectWrapper<ProjectState> project =
      new ReadOnlyObjectWrapper<>(new ProjectState.Opening());
  private final Ticker ticker = drain -> () -> {};
  private DeployModel model = model(false);
  private Path folder = Path.of("");
  private int looks;

  @BeforeEach
  void readTheProject(@TempDir Path root) throws IOException {
    folder = root;
    Files.writeString(root.resolve("dbt_project.yml"), "name: shop\nprofile: shop\n");
    Project read = load();
    deployments.project = read;
    project.set(new ProjectState.Ready(read, 1));
  }

  @Test
  void restrictedModeCannotPlan() {
    model = model(true);
    model.plan();
    assertThat(model.stage().get()).isInstanceOf(DeployStage.Restricted.class);
    assertThat(model.obstacle().get()).isNotEmpty();
  }

  @Test
  void aPlanWithoutDoubtCanBeAppliedAtOnce() {
    plan(Samples.planned("totals", Action.CREATE));
    assertThat(model.obstacle().get()).isEmpty();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void nothingToDoCannotBeApplied() {
    plan(Samples.planned("totals", Action.UNCHANGED));
    assertThat(model.obstacle().get()).isNotEmpty();
  }

  @Test
  void unknownStateNeedsPermissionThatIsAskedForEachPlanAnew() {
    plan(Samples.planned("totals", Action.UPGRADE_UNKNOWN_STATE));
    assertThat(model.obstacle().get()).isNotEmpty();
    model.allowUnknownState().set(true);
    assertThat(model.obstacle().get()).isEmpty();
    model.plan();
    settle();
    assertThat(model.allowUnknownState().get()).isFalse();
    assertThat(model.obstacle().get()).isNotEmpty();
  }

  @Test
  void whatTheProjectAllowsNeedsNoPermission() {
    plan(Samples.permitted("totals", Action.UPGRADE_UNKNOWN_STATE, false));
    assertThat(model.obstacle().get()).isEmpty();
  }

  @Test
  void whatTheProjectWantsConfirmedNeedsPermission() {
    plan(Samples.permitted("totals", Action.UPGRADE, true));
    assertThat(model.obstacle().get()).isNotEmpty();
    model.allowUnknownState().set(true);
    assertThat(model.obstacle().get()).isEmpty();
  }

  @Test
  void aWayThatIsChosenIsPlannedWith() {
    PlannedModel totals = Samples.planned("totals", Action.UPGRADE_UNKNOWN_STATE);
    plan(totals);
    model.choose(totals, Way.POSITIONS);
    settle();
    assertThat(model.stage().get())
        .isInstanceOfSatisfying(
            DeployStage.Planned.class,
            planned ->
                assertThat(planned.answer().request().choices().of("totals"))
                    .hasValue(Way.POSITIONS));
  }

  @Test
  void givingUpTheStateOfOneModelNeedsItsName() {
    plan(Samples.planned("totals", Action.START_FRESH));
    model.confirmation().set("shop");
    assertThat(model.obstacle().get()).contains("totals");
    model.confirmation().set("totals");
    assertThat(model.obstacle().get()).isEmpty();
  }

  @Test
  void givingUpTheStateOfSeveralNeedsTheProjectsName() {
    plan(
        Samples.planned("totals", Action.START_FRESH),
        Samples.planned("others", Action.START_FRESH));
    assertThat(model.wantedConfirmation()).hasValue("shop");
  }

  @Test
  void aPlanIsOutOfDateWhenTheProjectHasChangedSince() throws IOException {
    plan(Samples.planned("totals", Action.CREATE));
    project.set(new ProjectState.Ready(load(), 2));
    assertThat(model.outdated().get()).isFalse();
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/totals.sql"), "SELECT 1 AS a");
    project.set(new ProjectState.Ready(load(), 3));
    assertThat(model.outdated().get()).isTrue();
    assertThat(model.obstacle().get()).isNotEmpty();
  }

  @Test
  void whatTheEngineRefusesLeavesThePlanAndSaysWhy() {
    plan(Samples.planned("totals", Action.CREATE));
    Problem stale = Problem.error(ProblemCode.PLAN_STALE, "It is no longer so");
    deployments.refusal = stale;
    model.apply();
    settle();
    assertThat(model.stage().get()).isInstanceOf(DeployStage.Planned.class);
    assertThat(model.refusal().get()).containsExactly(stale);
  }

  @Test
  void eventsOfARunAndItsReportAreShown() {
    plan(Samples.planned("totals", Action.CREATE));
    model.apply();
    settle();
    assertThat(model.stage().get()).isInstanceOf(DeployStage.Ended.class);
    RunView run = model.run().get().orElseThrow();
    assertThat(run.models()).extracting(ModelRun::name).containsExactly("totals");
    assertThat(run.report()).hasValueSatisfying(report -> assertThat(report.succeeded()).isTrue());
    assertThat(run.endedAt()).isPresent();
  }

  @Test
  void aFaultyProjectHasNoPlanButProblems() {
    Problem fault = Problem.error(ProblemCode.SQL_INVALID, "No such column");
    deployments.planRefusal = new MillraceException(fault);
    model.plan();
    settle();
    assertThat(model.stage().get()).isEqualTo(new DeployStage.Failed(List.of(fault)));
  }

  @Test
  void aFaultOfOursIsSaidAsSuch() {
    deployments.planRefusal = new IllegalStateException("oops");
    model.plan();
    settle();
    assertThat(model.stage().get())
        .isInstanceOfSatisfying(
            DeployStage.Failed.class,
            failed ->
                assertThat(failed.problems().getFirst().code()).isEqualTo(ProblemCode.INTERNAL));
  }

  private DeployModel model(boolean restricted) {
    return new DeployModel(
        deployments,
        restricted,
        project.getReadOnlyProperty(),
        new Works(fx::add),
        ticker,
        Clock.fixed(Samples.NOON, ZoneOffset.UTC),
        Text.beside(DeployFeature.class),
        () -> looks++);
  }

  private void plan(PlannedModel... models) {
    deployments.models = models;
    model.plan();
    settle();
  }

  /** Does what waits for the FX thread until nothing is made or carried out any more. */
  private void settle() {
    await(() -> !model.busy().get());
  }

  private void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        Runnable task = fx.poll(10, TimeUnit.SECONDS);
        assertThat(task).as("nothing happens any more").isNotNull();
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Project load() {
    return new ProjectLoader().load(LoadRequest.of(folder));
  }
}
