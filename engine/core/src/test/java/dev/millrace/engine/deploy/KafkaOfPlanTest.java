package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateSnapshot.Position;
import dev.millrace.engine.connect.TopicControl.Offsets;
import dev.millrace.engine.connect.TopicControl.TransactionStanding;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.OperatorOutlook;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plans and deployments make of what jobs remember of Kafka. */
class KafkaOfPlanTest {
  private static final PlanOptions RESET =
      new PlanOptions(
          Set.of(),
          false,
          false,
          Optional.empty(),
          new Choices(Map.of("totals.orders", Choices.Choice.RESET)));

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(new Projects().table("totals", "agg"));
    world.cluster.state.positions = List.of(new Position("orders", 0, 40));
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 90)));
  }

  @Test
  void positionsThatFitAreKeptAndCounted() {
    PlannedModel totals = changed();

    assertThat(totals.action()).isEqualTo(Action.UPGRADE);
    assertThat(source(totals).verdict().kind()).isEqualTo(StateVerdict.Kind.KEPT);
    assertThat(source(totals).reason())
        .isEqualTo("1 partition of topic orders goes on; nothing is lost or read twice");
  }

  @Test
  void newPartitionsAreTold() {
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 90), new Offsets(0, 5)));

    PlannedModel totals = changed();

    assertThat(totals.action()).isEqualTo(Action.UPGRADE);
    assertThat(source(totals).reason())
        .contains("1 new partition of topic orders is read from the earliest record");
  }

  @Test
  void aPositionBeyondTheEndIsBlockedWhileTheJobRuns() {
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 12)));

    PlannedModel totals = changed();

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(String.join("\n", totals.reasons()))
        .contains("cannot go on: topic orders is not what was read")
        .contains("--full-refresh");
    assertThat(source(totals).verdict().refused()).isTrue();
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void whatThePlanFoundStandsInTextAndJson() {
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 12)));

    var plan = world.plan(new Projects().table("totals", "agg-having"));

    assertThat(PlanText.of(plan)).contains("REFUSED").contains("partition 0 ends at 12");
    assertThat(PlanJson.of(plan)).contains("\"verdict\":\"beyond_end\"");
  }

  @Test
  void deletedRecordsNeedPermission() {
    world.cluster.offsets.put("orders", List.of(new Offsets(60, 90)));

    PlannedModel totals = changed();

    assertThat(totals.action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(source(totals).verdict().kind()).isEqualTo(StateVerdict.Kind.LOST);
    assertThat(source(totals).reason()).contains("20 records in 1 partition");
  }

  @Test
  void aSilentBrokerIsNeverGreen() {
    world.cluster.describeFails = true;

    PlannedModel totals = changed();

    assertThat(totals.action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(source(totals).verdict().kind()).isEqualTo(StateVerdict.Kind.UNKNOWN);
  }

  @Test
  void aLostJobIsNotStartedWhereItsPositionsMeanNothing() {
    world.cluster.flink.running().forEach(job -> world.cluster.flink.cancel(job.id));
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 12)));

    PlannedModel totals = world.plan(new Projects().table("totals", "agg")).models().getFirst();

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(String.join("\n", totals.reasons())).contains("partition 0 ends at 12");
  }

  @Test
  void aLostJobGoesOnWithoutDeletedRecordsOnlyWithPermission() {
    world.cluster.flink.running().forEach(job -> world.cluster.flink.cancel(job.id));
    world.cluster.offsets.put("orders", List.of(new Offsets(60, 90)));

    var plan = world.plan(new Projects().table("totals", "agg"));

    assertThat(plan.models().getFirst().action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(World.only(world.apply(plan)).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aRestartWithoutAPlanIsBlockedBeforeAnythingIsTouched() {
    world.cluster.flink.running().forEach(job -> world.cluster.flink.cancel(job.id));
    var plan = world.plan(new Projects().table("totals", "agg"));
    world.cluster.offsets.put("orders", List.of(new Offsets(0, 12)));

    ModelReport report = World.only(world.apply(plan));

    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.problem().orElseThrow().message())
        .contains("It cannot go on from its state: topic orders is not what was read");
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void aTopicThatWasMadeAnewWhileTheJobWasStoppedIsReadFromItsFirstRecordIfThatIsChosen() {
    world.deployer().stop(Set.of(), true, event -> {});
    world.cluster.topics.put("orders", "another");
    Projects same = new Projects().table("totals", "agg");

    PlannedModel asking = world.plan(same).models().getFirst();
    assertThat(asking.action()).isEqualTo(Action.BLOCKED);
    assertThat(asking.decisions())
        .extracting(CarriedStates.Decision::flag)
        .containsExactly("--choose totals.orders=reset");
    assertThat(String.join("\n", asking.reasons())).contains("--choose totals.orders=reset");

    Plan plan = world.plan(same, RESET);
    assertThat(plan.models().getFirst().action()).isEqualTo(Action.RESTART);
    assertThat(World.only(world.apply(plan)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.plan(same).isEmpty()).isTrue();
  }

  /** It may have come to the new one by itself, which would then be read twice. */
  @Test
  void aTopicThatWasMadeAnewUnderItsJobIsNotReadFromItsFirstRecord() {
    world.cluster.topics.put("orders", "another");
    world.deployer().stop(Set.of(), true, event -> {});

    PlannedModel totals =
        world.plan(new Projects().table("totals", "agg"), RESET).models().getFirst();

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(totals.decisions()).isEmpty();
  }

  @Test
  void whatWasChosenIsCheckedAgainBeforeAnythingIsStarted() {
    world.deployer().stop(Set.of(), true, event -> {});
    world.cluster.topics.put("orders", "another");
    Plan plan = world.plan(new Projects().table("totals", "agg"), RESET);
    String savepoint = world.ledger.savepoints(world.deployment("totals").key()).getFirst().path();
    world.ledger.topicsAtEnd(savepoint, Map.of("orders", "another"));

    assertThat(World.only(world.apply(plan)).outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void aBrokerThatDoesNotAnswerDoesNotKeepAJobFromStopping() {
    world.cluster.describeFails = true;

    assertThat(World.only(world.deployer().stop(Set.of(), true, event -> {})).outcome())
        .isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void transactionsThatTheBrokerGaveUpAreNotGoneOnFrom() {
    lostCopies(TransactionStanding.ABORTED);

    PlannedModel copies = world.plan(copies()).models().getFirst();

    assertThat(copies.action()).isEqualTo(Action.BLOCKED);
    assertThat(String.join("\n", copies.reasons()))
        .contains("the broker has given up what was not");
  }

  @Test
  void transactionsThatWaitAreGoneOnFrom() {
    lostCopies(TransactionStanding.OPEN);

    assertThat(world.plan(copies()).models().getFirst().action()).isEqualTo(Action.RESTART);
  }

  @Test
  void theGateIsPassedWhenTheBrokerSaysThatAllIsCommitted() {
    lostCopies(TransactionStanding.COMMITTED);

    assertThat(World.only(world.run(copies())).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void theGateIsPassedWhenNoCommitHasFailed() {
    lostCopies(TransactionStanding.OPEN);
    world.cluster.metrics.put("failedCommittables", 0.0);

    assertThat(World.only(world.run(copies())).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void theGateIsNotPassedWhenACommitHasFailed() {
    lostCopies(TransactionStanding.OPEN);
    world.cluster.metrics.put("failedCommittables", 1.0);

    ModelReport report = World.only(world.run(copies()));

    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.problem().orElseThrow().message())
        .contains("were not committed (failedCommittables = 1): their rows are lost");
  }

  @Test
  void transactionsLongerThanTheBrokerAllowsAreRefusedBeforeTheJobIsSubmitted() {
    world.cluster.longestTransaction = Optional.of(Duration.ofMinutes(15));

    PlannedModel copies = world.plan(copies()).models().getFirst();

    assertThat(copies.action()).isEqualTo(Action.BLOCKED);
    assertThat(copies.reasons().getFirst())
        .contains("lets a transaction be open for 60 min, and its broker allows 15 min")
        .contains("set properties.transaction.timeout.ms to 900000 or less");
  }

  @Test
  void aFilterBehindTheAggregateLeavesRowsInTheTopicOfTheTable() {
    assertThat(changed().consequences().output())
        .anySatisfy(
            change -> {
              assertThat(change.subject()).isEqualTo("stored rows");
              assertThat(change.sentence()).contains("stays for good, since nothing deletes it");
            });
  }

  private void lostCopies(TransactionStanding standing) {
    world = new World(folder.resolve("copies"));
    world.run(copies());
    world.cluster.state.transactions = List.of("p-0-1");
    world.cluster.transactions.put("p-0-1", standing);
    world.cluster.flink.running().forEach(job -> world.cluster.flink.cancel(job.id));
  }

  private static Projects copies() {
    return new Projects().table("copies", "exactly-once");
  }

  private PlannedModel changed() {
    return world.plan(new Projects().table("totals", "agg-having")).models().getFirst();
  }

  private static OperatorOutlook source(PlannedModel model) {
    return model.operators().stream()
        .filter(operator -> operator.role() == OperatorRole.SOURCE)
        .findFirst()
        .orElseThrow();
  }
}
