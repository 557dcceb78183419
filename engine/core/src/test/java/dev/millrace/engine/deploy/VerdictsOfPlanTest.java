package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.OperatorOutlook;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plans say of state that was looked at before anything is stopped. */
class VerdictsOfPlanTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(new Projects().table("totals", "agg"));
  }

  @Test
  void stateThatWasLookedAtIsKept() {
    PlannedModel totals = changed("agg-having");

    assertThat(totals.action()).isEqualTo(Action.UPGRADE);
    assertThat(totals.operators())
        .extracting(operator -> operator.verdict().kind())
        .containsOnly(StateVerdict.Kind.KEPT);
  }

  @Test
  void stateThatNobodyCanLookAtIsNeverCalledKept() {
    world.cluster.state.unreadable = true;

    PlannedModel totals = changed("agg-having");

    assertThat(totals.action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(totals.operators())
        .extracting(operator -> operator.verdict().kind())
        .containsOnly(StateVerdict.Kind.UNKNOWN);
    assertThat(totals.operators().getFirst().reason())
        .contains("cannot be looked at: there is no checkpoint or savepoint at");
  }

  @Test
  void aSavepointThatSomebodyDeletedDoesNotHideTheCheckpointBeforeIt() {
    Savepoint taken = keeper().take("model.shop.totals", Optional.empty());
    world.cluster.flink.disk.remove(taken.path());

    assertThat(changed("agg-having").operators())
        .extracting(operator -> operator.verdict().kind())
        .containsOnly(StateVerdict.Kind.KEPT);
  }

  @Test
  void aSavepointThatWeDeletedIsNotGoneOnFromWhenItsJobHasFailed() {
    keeper().delete(keeper().take("model.shop.totals", Optional.empty()));
    world.cluster.flink.running().getFirst().state = JobState.FAILED;

    assertThat(World.only(world.run(new Projects().table("totals", "agg-having"))).outcome())
        .isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.running().getFirst().restored.orElseThrow().path())
        .contains("chk-");
  }

  @Test
  void whatFlinkWouldRefuseIsBlockedWhileTheJobRuns() {
    String aggregate =
        world
            .cluster
            .state
            .read(world.cluster.flink.disk.keySet().stream().toList().getLast())
            .operators()
            .stream()
            .filter(operator -> operator.uid().orElseThrow().contains("group-aggregate"))
            .findFirst()
            .orElseThrow()
            .id();
    world.cluster.state.mismatches =
        List.of(
            new StateTools.Mismatch(
                aggregate, "accState", StateTools.Part.VALUE, List.of("BIGINT"), List.of("INT")));

    PlannedModel totals = changed("agg-having");

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(totals.reasons())
        .contains(
            "GroupAggregate cannot go on: Flink would refuse it: accState holds BIGINT, and the new"
                + " plan wants INT");
    assertThat(of(totals, OperatorRole.STATEFUL).verdict().refused()).isTrue();
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void whatAFreshStartGivesUpIsToldByOperator() {
    PlannedModel totals =
        world
            .plan(
                new Projects().table("totals", "agg"),
                new PlanOptions(Set.of(), true, false, Optional.empty()))
            .models()
            .getFirst();

    assertThat(totals.action()).isEqualTo(Action.START_FRESH);
    assertThat(of(totals, OperatorRole.STATEFUL).verdict().kind())
        .isEqualTo(StateVerdict.Kind.RESET);
    assertThat(of(totals, OperatorRole.STATEFUL).verdict().bytes()).hasValue(SimulatedState.BYTES);
  }

  @Test
  void whatRunsPlansDryIsStartedAheadForWhatHasChangedAlone() {
    changed("agg");
    assertThat(world.cluster.state.expected).isZero();

    changed("agg-having");
    assertThat(world.cluster.state.expected).isOne();
  }

  private SavepointKeeper keeper() {
    return new SavepointKeeper(world.cluster, world.ledger, World.QUICK, "anna", Clock.systemUTC());
  }

  private PlannedModel changed(String plan) {
    return world.plan(new Projects().table("totals", plan)).models().getFirst();
  }

  private static OperatorOutlook of(PlannedModel model, OperatorRole role) {
    return model.operators().stream()
        .filter(operator -> operator.role() == role)
        .findFirst()
        .orElseThrow();
  }
}
