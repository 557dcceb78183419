package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoverModelTest {
  private static final Trouble BLOCKED =
      Samples.trouble("totals", Trouble.Kind.BLOCKED, WayOut.Kind.BRING_BACK, WayOut.Kind.FRESH);
  private static final Trouble UNDONE =
      Samples.trouble("orders", Trouble.Kind.UNDONE, WayOut.Kind.LEAVE, WayOut.Kind.AGAIN);

  private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();
  private final RecordedDeployments deployments = new RecordedDeployments();
  private final List<SourcePosition> opened = new ArrayList<>();
  private final Text text = Text.beside(DeployFeature.class);
  private final DeployModel deploy =
      new DeployModel(
          deployments,
          false,
          new ReadOnlyObjectWrapper<ProjectState>(new ProjectState.Opening()),
          new Works(fx::add),
          drain -> () -> {},
          Clock.fixed(Samples.NOON, ZoneOffset.UTC),
          text,
          this::ended);
  private final RecoverModel model =
      new RecoverModel(deployments, deploy, fx::add, text, name -> Optional.empty(), opened::add);

  @BeforeEach
  void twoJobsAreInTrouble() {
    deployments.troubles = List.of(UNDONE, BLOCKED);
  }

  @Test
  void theRecommendedWayIsChosenAndCanBeTakenAtOnce() {
    model.look("model.shop.totals");
    settle();
    assertThat(model.chosen().get()).hasValue(BLOCKED);
    assertThat(model.way().get().map(WayOut::kind)).hasValue(WayOut.Kind.BRING_BACK);
    assertThat(model.obstacle().get()).isEmpty();
  }

  @Test
  void aWayThatGivesStateUpWantsTheModelsName() {
    model.look("model.shop.totals");
    settle();
    model.decide(BLOCKED.way(WayOut.Kind.FRESH).orElseThrow());
    model.take();
    assertThat(model.obstacle().get()).contains("totals");
    assertThat(taken()).isEmpty();
    model.confirmation().set("totals");
    model.take();
    await(() -> taken().contains("recover totals by fresh"));
  }

  @Test
  void whatWasTypedForOneWayIsNotGoodForAnother() {
    model.look("model.shop.totals");
    settle();
    model.decide(BLOCKED.way(WayOut.Kind.FRESH).orElseThrow());
    model.confirmation().set("totals");
    model.decide(BLOCKED.way(WayOut.Kind.BRING_BACK).orElseThrow());
    model.decide(BLOCKED.way(WayOut.Kind.FRESH).orElseThrow());
    assertThat(model.obstacle().get()).isNotEmpty();
  }

  @Test
  void aTroubleThatIsLedOutIsGone() {
    deployments.afterwards = List.of(UNDONE);
    model.look("model.shop.totals");
    settle();
    model.take();
    await(() -> deploy.stage().get() instanceof DeployStage.Ended);
    settle();
    assertThat(model.troubles().get()).containsExactly(UNDONE);
    assertThat(model.of("model.shop.totals")).isEmpty();
  }

  @Test
  void aWayThatFailsShowsTheNewTrouble() {
    Trouble other = Samples.trouble("totals", Trouble.Kind.BLOCKED, WayOut.Kind.FRESH);
    deployments.afterwards = List.of(UNDONE, other);
    deployments.recovered = Outcome.BLOCKED;
    model.look("model.shop.totals");
    settle();
    model.take();
    await(() -> deploy.stage().get() instanceof DeployStage.Ended);
    settle();
    assertThat(model.chosen().get()).hasValue(other);
  }

  @Test
  void whatIsRefusedIsSaidBesideTheTroubleThatIsStillThere() {
    deployments.refusal = Problem.error(ProblemCode.LOCKED, "Somebody is at it");
    deploy.showTroubles();
    model.look("model.shop.totals");
    settle();
    deployments.afterwards = deployments.troubles;
    model.take();
    await(() -> !deploy.refusal().get().isEmpty());
    settle();
    assertThat(deploy.stage().get()).isInstanceOf(DeployStage.Recovering.class);
    assertThat(model.chosen().get()).hasValue(BLOCKED);
  }

  @Test
  void whatIsLeftAsItIsComesBackOnlyWhenSomebodyAsks() {
    model.look("model.shop.orders");
    settle();
    model.take();
    assertThat(model.troubles().get()).containsExactly(BLOCKED);
    assertThat(taken()).isEmpty();
    model.see(List.of(row("orders", JobState.RUNNING)));
    settle();
    assertThat(model.troubles().get()).containsExactly(BLOCKED);
    model.look();
    settle();
    assertThat(model.troubles().get()).containsExactly(UNDONE, BLOCKED);
  }

  @Test
  void whatIsToBeSaidInTheModelOpensItsFirstLine() {
    deployments.troubles =
        List.of(Samples.trouble("totals", Trouble.Kind.RESTARTING, WayOut.Kind.TOLERATE));
    model.look();
    settle();
    model.take();
    assertThat(opened).containsExactly(new SourcePosition("models/totals.sql", 3, 0));
    assertThat(taken()).isEmpty();
  }

  @Test
  void recordsThatAreLeftOutGoIntoATopicFirstWhenOneIsNamed() {
    deployments.troubles =
        List.of(
            Samples.trouble(
                "totals", Trouble.Kind.RESTARTING, WayOut.Kind.SKIP, WayOut.Kind.LEAVE));
    model.look();
    settle();
    assertThat(model.wantsDeadLetter()).isTrue();
    model.deadLetter().set(" letters ");
    model.take();
    await(() -> deploy.stage().get() instanceof DeployStage.Ended);
    assertThat(taken()).containsExactly("recover totals by skip into letters");
  }

  /** A topic typed for one way means nothing for another. */
  @Test
  void aWayThatLeavesNothingOutCopiesNothing() {
    deployments.troubles =
        List.of(
            Samples.trouble(
                "totals", Trouble.Kind.FAILED, WayOut.Kind.SKIP, WayOut.Kind.BRING_BACK));
    model.look();
    settle();
    model.deadLetter().set("letters");
    model.decide(deployments.troubles.getFirst().way(WayOut.Kind.BRING_BACK).orElseThrow());
    assertThat(model.wantsDeadLetter()).isFalse();
    model.take();
    await(() -> deploy.stage().get() instanceof DeployStage.Ended);
    assertThat(taken()).containsExactly("recover totals by bring-back");
  }

  @Test
  void aJobIsLookedAtOnceForEachWayItIsSeen() {
    model.see(List.of(row("totals", JobState.RESTARTING)));
    settle();
    model.see(List.of(row("totals", JobState.RUNNING)));
    settle();
    model.see(List.of(row("totals", JobState.RESTARTING)));
    settle();
    assertThat(deployments.calls).containsExactly("troubles", "troubles");
  }

  @Test
  void aJobThatIsBeingCancelledIsLookedAtAgainWhenItIs() {
    model.see(List.of(row("totals", JobState.CANCELLING)));
    settle();
    model.see(List.of(row("totals", JobState.CANCELED)));
    settle();
    assertThat(deployments.calls).containsExactly("troubles", "troubles");
  }

  @Test
  void whoCannotLookSaysWhyAndKeepsWhatWasKnown() {
    model.look();
    settle();
    deployments.lookRefusal =
        new MillraceException(Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "Nobody answers"));
    model.look();
    settle();
    assertThat(model.problems().get()).extracting(Problem::message).contains("Nobody answers");
    assertThat(model.troubles().get()).containsExactly(UNDONE, BLOCKED);
  }

  private void ended() {
    model.ended();
  }

  private List<String> taken() {
    return deployments.calls.stream().filter(call -> call.startsWith("recover")).toList();
  }

  private static JobRow row(String name, JobState state) {
    return JobRow.of(Samples.status(name, true, Optional.of(state)));
  }

  private void settle() {
    await(() -> !model.looking().get());
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
}
