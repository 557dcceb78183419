package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.OperatorOutlook;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.SavedPlan;
import dev.millrace.engine.plan.WayOffer;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the whole state of a job is chosen, shown, done and remembered. */
class WaysTest {
  private static final Projects WINDOW = new Projects().table("totals", "window");
  private static final Projects WINDOW_OF_20 = new Projects().table("totals", "window-20s");
  private static final Projects SUM = new Projects().table("totals", "agg");
  private static final Projects MAX = new Projects().table("totals", "agg-max");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  @Test
  void positionsGoOnAndNothingElse() {
    world.run(SUM);

    PlannedModel planned = only(MAX, Way.POSITIONS);
    assertThat(planned.action()).isEqualTo(Action.UPGRADE_FROM_POSITIONS);
    assertThat(kinds(planned, OperatorRole.SOURCE)).containsExactly(StateVerdict.Kind.KEPT);
    assertThat(kinds(planned, OperatorRole.STATEFUL))
        .containsExactlyInAnyOrder(StateVerdict.Kind.EMPTY, StateVerdict.Kind.RESET);
    assertThat(planned.consequences().losses()).hasSize(1);

    assertThat(carriedOut(MAX, Way.POSITIONS)).isEqualTo(Outcome.COMMITTED);
    assertThat(restored()).allMatch(operator -> !operator.startsWith("group-aggregate"));
    assertThat(restored()).anyMatch(operator -> operator.startsWith("source"));
    assertThat(world.cluster.flink.drained).isEmpty();
    assertThat(world.plan(MAX).isEmpty()).isTrue();
  }

  @Test
  void positionsCanBeKeptOfAModelThatHasNotChanged() {
    world.run(SUM);

    assertThat(carriedOut(SUM, Way.POSITIONS)).isEqualTo(Outcome.COMMITTED);
    assertThat(restored()).allMatch(operator -> !operator.startsWith("group-aggregate"));
  }

  @Test
  void aDrainedJobHandsOnItsPositionsAlone() {
    world.run(WINDOW);

    PlannedModel planned = only(WINDOW_OF_20, Way.DRAIN);
    assertThat(planned.action()).isEqualTo(Action.UPGRADE_FROM_POSITIONS);
    assertThat(planned.operators())
        .filteredOn(operator -> operator.verdict().kind() == StateVerdict.Kind.RESET)
        .singleElement()
        .extracting(OperatorOutlook::reason)
        .asString()
        .startsWith("its open windows are written before the job stops");

    assertThat(carriedOut(WINDOW_OF_20, Way.DRAIN)).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.drained).hasSize(1);
    assertThat(world.cluster.flink.formats).containsExactly(SavepointFormat.NATIVE);
    assertThat(restored()).isNotEmpty().allMatch(operator -> operator.startsWith("source."));
  }

  @Test
  void theWayBackFromADrainTakesPositionsAloneToo() {
    world.run(WINDOW);
    world.cluster.flink.failsAtSubmit = WaysTest::isOf20;

    assertThat(carriedOut(WINDOW_OF_20, Way.DRAIN)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(restored()).isNotEmpty().allMatch(operator -> operator.startsWith("source."));
    assertThat(world.action(WINDOW, "totals")).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void whatWasDrainedIsNeverGoneOnFromAsIfItWereWhole() {
    world.run(WINDOW);
    world.cluster.flink.failsAtSubmit = submission -> true;
    assertThat(carriedOut(WINDOW_OF_20, Way.DRAIN)).isEqualTo(Outcome.BLOCKED);
    world.cluster.flink.failsAtSubmit = submission -> false;
    assertThat(world.ledger.savepoints(world.deployment("totals").key()))
        .extracting(Savepoint::origin)
        .containsExactly(Savepoint.Origin.DRAIN);

    PlannedModel later = world.plan(WINDOW).models().getFirst();
    assertThat(later.action()).isEqualTo(Action.UPGRADE_FROM_POSITIONS);
    assertThat(later.reasons()).anyMatch(reason -> reason.startsWith("It was drained before"));
    assertThat(offer(later, Way.CARRY).isPossible()).isFalse();
    assertThat(World.only(world.run(WINDOW)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(restored()).isNotEmpty().allMatch(operator -> operator.startsWith("source."));
  }

  @Test
  void aJobWithoutEventTimeHasNothingToDrain() {
    world.run(SUM);

    PlannedModel planned = only(MAX, Way.DRAIN);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons()).anyMatch(reason -> reason.contains("waits for event time"));
    assertThat(carriedOut(MAX, Way.DRAIN)).isEqualTo(Outcome.BLOCKED);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aJobThatDoesNotRunCannotBeDrained() {
    world.run(WINDOW);
    world.deployer().stop(Set.of(), true, event -> {});

    PlannedModel planned = only(WINDOW_OF_20, Way.DRAIN);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(offer(planned, Way.POSITIONS).isPossible()).isTrue();
    assertThat(carriedOut(WINDOW_OF_20, Way.POSITIONS)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aJobThatEndsBeforeItIsDrainedIsLeftForAPerson() {
    world.run(WINDOW);
    Plan plan = world.plan(WINDOW_OF_20, choosing(Way.DRAIN));
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    world.cluster.flink.savepointsFail = true;
    world.cluster.flink.savepointsFailTheJob = true;

    ModelReport report = World.only(world.apply(plan));

    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.waysOut()).anyMatch(way -> way.contains("--choose totals=positions"));
    assertThat(job.alive()).isFalse();
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void changesAreNotReadOnWithoutTheRowsTheyChange() {
    world.run(new Projects().table("totals", "changelog-agg"));

    PlannedModel planned = only(new Projects().table("totals", "changelog-agg"), Way.POSITIONS);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons()).anyMatch(reason -> reason.contains("is read as changes"));
  }

  @Test
  void whereStateCannotBeLookedAtPositionsCannotBeKeptAlone() {
    world.run(SUM);
    world.cluster.state.unreadable = true;

    assertThat(only(MAX, Way.POSITIONS).action()).isEqualTo(Action.BLOCKED);
    assertThat(offer(world.plan(MAX).models().getFirst(), Way.FRESH).isPossible()).isTrue();
  }

  @Test
  void oneModelOfManyStartsFresh() {
    Projects two = new Projects().table("totals", "agg").table("orders", "stateless");
    world.run(two);

    Plan plan = world.plan(two, choosing(Way.FRESH));

    assertThat(plan.models())
        .extracting(PlannedModel::name, PlannedModel::action)
        .containsExactlyInAnyOrder(
            tuple("totals", Action.START_FRESH), tuple("orders", Action.UNCHANGED));
    assertThat(world.apply(plan).succeeded()).isTrue();
    assertThat(world.cluster.flink.submissions.getLast().restoreFrom()).isEmpty();
  }

  @Test
  void aModelThatSharesItsJobHasNoWayOfItsOwn() {
    Projects shared =
        new Projects()
            .table("totals", "agg", Map.of("job", "marts"))
            .table("orders", "stateless", Map.of("job", "marts"));
    world.run(shared);

    assertThatThrownBy(() -> world.plan(shared, choosing(Way.POSITIONS)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure ->
                assertThat(failure.problem().describe()).contains("--choose marts=positions"));
  }

  @Test
  void aPlanTellsAllWaysAndWhichItTakes() {
    world.run(WINDOW);

    Plan plan = world.plan(WINDOW_OF_20);

    assertThat(plan.models().getFirst().action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(PlanText.of(plan))
        .contains("--choose totals=WAY")
        .contains("carry     (this plan)")
        .contains("drain     what waits for event time is written");
    assertThat(PlanJson.of(plan))
        .contains("\"way\":\"carry\"")
        .contains("{\"way\":\"drain\",\"possible\":true");
    assertThat(PlanText.of(world.plan(WINDOW_OF_20, choosing(Way.DRAIN))))
        .contains("upgrade from positions, other state GIVEN UP")
        .contains("drain     (this plan)");
  }

  @Test
  void aSavedPlanKnowsTheWayAndIsAnotherWhenTheWayIs() {
    world.run(WINDOW);
    PlanOptions options = choosing(Way.DRAIN);
    Plan drained = world.plan(WINDOW_OF_20, options);

    SavedPlan saved = SavedPlan.read(SavedPlan.of(drained, options, Map.of()).bytes(), "plan.json");

    assertThat(saved.options()).isEqualTo(options);
    assertThat(saved.differences(world.plan(WINDOW_OF_20, options))).isEmpty();
    assertThat(saved.differences(world.plan(WINDOW_OF_20, choosing(Way.POSITIONS)))).hasSize(1);
  }

  private static PlanOptions choosing(Way way) {
    return new PlanOptions(
        Set.of(), false, false, Optional.empty(), new Choices(Map.of(), Map.of("totals", way)));
  }

  private PlannedModel only(Projects project, Way way) {
    return world.plan(project, choosing(way)).models().getFirst();
  }

  /** Without any permission: a choice is one. */
  private Outcome carriedOut(Projects project, Way way) {
    return World.only(
            world
                .deployer()
                .apply(
                    world.plan(project, choosing(way)), new DeployOptions(false, 4), event -> {}))
        .outcome();
  }

  /** The operators that the newest job found state for. */
  private Set<String> restored() {
    String path = world.cluster.flink.submissions.getLast().restoreFrom().orElseThrow();
    return requireNonNull(world.cluster.flink.disk.get(path.replace("file:///", "file:/")), path)
        .operators();
  }

  private static List<StateVerdict.Kind> kinds(PlannedModel model, OperatorRole role) {
    return model.operators().stream()
        .filter(operator -> operator.role() == role)
        .map(operator -> operator.verdict().kind())
        .toList();
  }

  private static WayOffer offer(PlannedModel model, Way way) {
    return model.ways().stream().filter(each -> each.way() == way).findFirst().orElseThrow();
  }

  private static boolean isOf20(Submission submission) {
    return submission instanceof Submission.CompiledPlan plan && plan.plan().contains("PT20S");
  }
}
