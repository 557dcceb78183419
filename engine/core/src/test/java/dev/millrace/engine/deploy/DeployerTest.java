package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.problem.MillraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployerTest {
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");
  private static final Projects MAXIMUM = new Projects().table("totals", "agg-max");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  @Test
  void aNewModelStartsWithoutStateAndIsCommitted() {
    ModelReport report = World.only(world.run(TOTALS));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.restoredFrom()).isEmpty();
    assertThat(world.cluster.flink.running()).hasSize(1);
    assertThat(world.cluster.topics).containsKey("totals");
  }

  @Test
  void everyJobSaysWhoseItIs() {
    world.run(TOTALS);
    assertThat(world.cluster.flink.running("shop.dev.totals").parameters)
        .containsEntry(JobParameters.MODEL, Projects.id("totals"))
        .containsEntry(JobParameters.LEDGER, world.ledger.id())
        .containsEntry(JobParameters.PROJECT, "shop")
        .containsEntry(JobParameters.TARGET, "dev")
        .containsEntry(JobParameters.DEPLOYMENT, world.deployment("totals").key());
  }

  @Test
  void whatWasJustDeployedIsUnchanged() {
    world.run(TOTALS);
    Plan plan = world.plan(TOTALS);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(world.plan(new Projects().table("totals", "agg-cte")).isEmpty()).isTrue();
    assertThat(world.apply(plan).models().getFirst().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void anUpgradeGoesOnFromASavepoint() {
    world.run(TOTALS);
    long before = world.cluster.flink.running("shop.dev.totals").rows;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.savepoint()).isEqualTo(report.restoredFrom()).isPresent();
    assertThat(report.downtime()).isPresent();
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThan(before);
    assertThat(world.cluster.flink.running()).hasSize(1);
    assertThat(world.plan(HAVING).isEmpty()).isTrue();
  }

  @Test
  void aChangeThatTouchesStateNeedsPermission() {
    world.run(TOTALS);
    Plan plan = world.plan(MAXIMUM);
    assertThat(plan.models().getFirst().action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThatThrownBy(() -> world.deployer().apply(plan, new DeployOptions(false, 1), event -> {}))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("--allow-unknown-state");
    assertThat(world.cluster.flink.submissions).hasSize(1);
  }

  @Test
  void withPermissionOnlyTheNamedStateIsGivenUp() {
    world.run(TOTALS);
    assertThat(World.only(world.run(MAXIMUM)).outcome()).isEqualTo(Outcome.COMMITTED);
    Submission submission = world.cluster.flink.submissions.getLast();
    assertThat(submission.settings())
        .doesNotContainKey("execution.state-recovery.ignore-unclaimed-state");
    assertThat(submission.restoreFrom().orElseThrow()).contains("/_metadata-");
    assertThat(world.cluster.state.rewritten.values())
        .singleElement()
        .satisfies(rewrite -> assertThat(rewrite.dropped()).hasSize(1));
  }

  @Test
  void whereSavepointsCannotBeReadFlinkIsToldToLeaveOutWhatNobodyWants() {
    world.run(TOTALS);
    world.cluster.state.unreadable = true;
    assertThat(World.only(world.run(MAXIMUM)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.submissions.getLast().settings())
        .containsEntry("execution.state-recovery.ignore-unclaimed-state", "true");
  }

  @Test
  void anUpgradeThatKeepsStateNeverAllowsUnclaimedState() {
    world.run(TOTALS);
    world.run(HAVING);
    assertThat(world.cluster.flink.submissions.getLast().settings())
        .doesNotContainKey("execution.state-recovery.ignore-unclaimed-state");
  }

  @Test
  void aRefusedUpgradeBringsTheOldJobBackFromTheSavepoint() {
    world.run(TOTALS);
    world.cluster.flink.failsAtSubmit = submission -> isNew(submission);
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.problem().orElseThrow().message()).contains("No slots");
    SimulatedJob back = world.cluster.flink.running("shop.dev.totals");
    assertThat(back.restored).isPresent();
    assertThat(isNew(back.submission)).isFalse();
    assertThat(world.plan(TOTALS).isEmpty()).isTrue();
  }

  @Test
  void aRestartLoopIsStoppedAndRolledBack() {
    world.run(TOTALS);
    world.cluster.flink.restartsForEver = DeployerTest::isNew;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.problem().orElseThrow().message()).contains("StateMigrationException");
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aJobWithoutItsCheckpointDoesNotPassTheGate() {
    world.cluster.flink.checkpointsFail = true;
    ModelReport report = World.only(world.run(TOTALS));
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void aJobThatTakesNoCheckpointsPassesWeakly() {
    Projects project = new Projects().table("totals", "agg", Map.of("checkpoint", "none"));
    ModelReport report = World.only(world.run(project));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.weakGate()).isTrue();
  }

  @Test
  void whereNoCheckpointCanBeAskedForTheGateIsWeak() {
    world.cluster.flink.checkpointsUnsupported = true;
    assertThat(World.only(world.run(TOTALS)).weakGate()).isTrue();
  }

  @Test
  void aBoundedJobPassesWhenItHasFinished() {
    world.cluster.flink.bounded = submission -> true;
    assertThat(World.only(world.run(TOTALS)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.plan(TOTALS).isEmpty()).isTrue();
    assertThat(world.deployer().restore(event -> {}).models()).isEmpty();
  }

  @Test
  void aFailedSavepointLeavesTheOldJobAlone() {
    world.run(TOTALS);
    world.cluster.flink.savepointsFail = true;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.cluster.flink.submissions).hasSize(1);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aSavepointThatEndedUnseenIsFound() {
    world.run(TOTALS);
    world.cluster.flink.stopForgetsTheTrigger = true;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.savepoint().orElseThrow()).contains("/savepoints/");
  }

  @Test
  void aSavepointThatTakesLongerIsWaitedForByTheNextRun() {
    world.run(TOTALS);
    world.cluster.flink.savepointsNeverEnd = true;
    assertThat(World.only(world.run(HAVING)).outcome()).isEqualTo(Outcome.UNFINISHED);
    assertThat(world.action(HAVING, "totals")).isEqualTo(Action.BLOCKED);
    world.cluster.flink.endSavepoints();
    ModelReport report = World.only(world.deployer().resume(event -> {}));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.plan(HAVING).isEmpty()).isTrue();
  }

  @Test
  void aJobTheClusterLostIsRestoredFromItsNewestCheckpoint() {
    world.run(TOTALS);
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    job.rows = 500;
    String newest = world.cluster.flink.checkpoint(job.id);
    world.cluster.flink.loseEverything();
    assertThat(world.action(TOTALS, "totals")).isEqualTo(Action.RESTART);
    ModelReport report = World.only(world.deployer().restore(event -> {}));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(StatePaths.same(report.restoredFrom().orElseThrow(), newest)).isTrue();
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(500);
    assertThat(world.plan(TOTALS).isEmpty()).isTrue();
  }

  @Test
  void aRestoredJobIsRestoredAgainFromItsOwnCheckpoints() {
    world.run(TOTALS);
    world.cluster.flink.loseEverything();
    world.deployer().restore(event -> {});
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    job.rows = 900;
    world.cluster.flink.checkpoint(job.id);
    world.cluster.flink.loseEverything();
    world.deployer().restore(event -> {});
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(900);
  }

  @Test
  void aJobWhoseStateIsLostIsNotStartedEmpty() {
    world.run(TOTALS);
    world.cluster.flink.loseEverything();
    world.cluster.flink.disk.clear();
    ModelReport report = World.only(world.deployer().restore(event -> {}));
    assertThat(world.cluster.flink.submissions.getLast().restoreFrom()).isPresent();
    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.waysOut()).isNotEmpty();
    assertThat(world.cluster.flink.running()).isEmpty();
    assertThat(world.deployer().statuses().getFirst().verdict()).startsWith("blocked");
  }

  @Test
  void aJobOfWhichNothingIsKnownIsNotStartedEmptyEither() {
    world.cluster.flink.statisticsUnknown = true;
    world.run(TOTALS);
    world.cluster.flink.loseEverything();
    world.cluster.flink.disk.clear();
    assertThat(World.only(world.deployer().restore(event -> {})).outcome())
        .isEqualTo(Outcome.BLOCKED);
    assertThat(world.cluster.flink.submissions).hasSize(1);
  }

  @Test
  void aFullRefreshIsTheWayOutOfLostState() {
    world.run(TOTALS);
    world.cluster.flink.loseEverything();
    world.cluster.flink.disk.clear();
    world.deployer().restore(event -> {});
    assertThat(World.only(world.refresh(TOTALS)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.running("shop.dev.totals").restored).isEmpty();
  }

  @Test
  void aTopicMadeAnewAfterPlanningBlocksBeforeAnythingStops() {
    world.run(TOTALS);
    Plan plan = world.plan(HAVING);
    world.cluster.topics.put("orders", "topic-other");
    ModelReport report = World.only(world.apply(plan));
    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.problem().orElseThrow().message()).contains("orders");
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aStoppedJobGoesOnFromItsSavepoint() {
    world.run(TOTALS);
    world.cluster.flink.running("shop.dev.totals").rows = 700;
    ModelReport stopped = World.only(world.deployer().stop(Set.of(), true, event -> {}));
    assertThat(stopped.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.deployment("totals").wanted()).isEqualTo(Deployment.Wanted.STOPPED);
    assertThat(world.deployer().restore(event -> {}).models()).isEmpty();
    ModelReport resumed = World.only(world.run(TOTALS));
    assertThat(resumed.restoredFrom()).isEqualTo(stopped.savepoint());
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(700);
  }

  /** Whose query may be edited before it goes on; but much state would keep everybody waiting. */
  @Test
  void aJobThatOnlyStopsLeavesItsStateInTheFormThatCanBeChangedUnlessThereIsMuchOfIt() {
    world.run(TOTALS);
    world.deployer().stop(Set.of(), true, event -> {});
    world.run(TOTALS);
    world.cluster.flink.running("shop.dev.totals").rows = 1L << 30;
    world.run(HAVING);
    world.deployer().stop(Set.of(), true, event -> {});

    assertThat(world.cluster.flink.formats)
        .containsExactly(SavepointFormat.CANONICAL, SavepointFormat.NATIVE, SavepointFormat.NATIVE);
  }

  @Test
  void aJobStoppedWithoutSavepointGoesOnFromItsLastCheckpoint() {
    world.run(TOTALS);
    world.deployer().stop(Set.of(Projects.id("totals")), false, event -> {});
    assertThat(world.cluster.flink.running()).isEmpty();
    assertThat(World.only(world.run(TOTALS)).restoredFrom().orElseThrow()).contains("chk-");
  }

  @Test
  void failureOfOneModelHoldsUpItsDescendantsOnly() {
    Projects project =
        new Projects()
            .table("broken", "agg")
            .view("between", "broken")
            .table("below", "stateless", "between")
            .table("apart", "stateless");
    world.cluster.flink.failsAtSubmit =
        submission -> submission.jobName().equals("shop.dev.broken");
    DeployReport report = world.run(project);
    assertThat(report.models())
        .extracting(ModelReport::outcome)
        .containsExactly(Outcome.ROLLED_BACK, Outcome.SKIPPED, Outcome.COMMITTED);
    assertThat(report.exitCode()).isEqualTo(1);
    world.cluster.flink.failsAtSubmit = submission -> false;
    assertThat(world.run(project).succeeded()).isTrue();
  }

  @Test
  void modelsStartAfterThoseTheyRead() {
    Projects project = new Projects().table("first", "stateless").table("second", "agg", "first");
    world.run(project);
    assertThat(world.cluster.flink.submissions)
        .extracting(Submission::jobName)
        .containsExactly("shop.dev.first", "shop.dev.second");
  }

  @Test
  void aClusterThatIsAwayForAMomentIsWaitedFor() {
    Plan plan = world.plan(TOTALS);
    world.cluster.flink.unreachableFor = 0;
    List<DeployEvent> events = new ArrayList<>();
    DeployReport report =
        world
            .deployer()
            .apply(
                plan,
                new DeployOptions(false, 1),
                event -> {
                  events.add(event);
                  if (event instanceof DeployEvent.ModelStarted) {
                    world.cluster.flink.unreachableFor = 5;
                  }
                });
    assertThat(report.succeeded()).isTrue();
    assertThat(events.getLast()).isInstanceOf(DeployEvent.RunFinished.class);
  }

  @Test
  void aClusterThatStaysAwayLeavesAnOperationToResume() {
    Plan plan = world.plan(TOTALS);
    DeployReport report =
        world
            .deployer()
            .apply(
                plan,
                new DeployOptions(false, 1),
                event -> {
                  if (event instanceof DeployEvent.PhaseEntered entered
                      && entered.state() == DeployState.SUBMIT_REQUESTED) {
                    world.cluster.flink.unreachableFor = Integer.MAX_VALUE;
                  }
                });
    assertThat(World.only(report).outcome()).isEqualTo(Outcome.UNFINISHED);
    world.cluster.flink.unreachableFor = 0;
    assertThat(World.only(world.deployer().resume(event -> {})).outcome())
        .isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.submissions).hasSize(1);
  }

  @Test
  void aPlanForAnotherStateOfAffairsIsRefused() {
    Plan plan = world.plan(TOTALS);
    world.run(TOTALS);
    assertThatThrownBy(() -> world.apply(plan))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("D001");
    assertThat(world.cluster.flink.submissions).hasSize(1);
  }

  @Test
  void aPlanIsNotStaleBecauseACheckpointWasTaken() {
    world.run(TOTALS);
    Plan plan = world.plan(HAVING);
    world.cluster.flink.checkpoint(world.cluster.flink.running("shop.dev.totals").id);
    assertThat(world.plan(HAVING).hash()).isEqualTo(plan.hash());
    assertThat(world.apply(plan).succeeded()).isTrue();
  }

  @Test
  void anOldJobThatFailedIsUpgradedFromItsLastCheckpoint() {
    world.run(TOTALS);
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    world.cluster.flink.fail(job.id, "a poison record");
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.restoredFrom().orElseThrow()).contains("chk-");
  }

  @Test
  void aJobInARestartLoopIsCancelledAndUpgradedFromItsLastCheckpoint() {
    world.run(TOTALS);
    world.cluster.flink.running("shop.dev.totals").state = JobState.RESTARTING;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.restoredFrom().orElseThrow()).contains("chk-");
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aRestartingJobWhoseCheckpointsCannotBeFoundIsLeftAsItIs() {
    // As through a gateway alone: only a savepoint could carry the state over.
    world.cluster.flink.statisticsUnknown = true;
    world.run(TOTALS);
    world.cluster.flink.disk.clear();
    world.cluster.flink.running("shop.dev.totals").state = JobState.RESTARTING;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.problem().orElseThrow().message()).contains("restarts again and again");
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aSavepointRefusedWhileTheJobRestartsIsAskedForAgain() {
    world.run(TOTALS);
    world.cluster.flink.refusedSavepoints.add("Not all required tasks are currently running.");
    world.cluster.flink.refusedSavepoints.add("Checkpoint was declined (tasks not ready)");
    world.cluster.flink.refusedSavepoints.add("Checkpoint Coordinator is suspending.");
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.savepoint()).isPresent();
    assertThat(report.restoredFrom()).isEqualTo(report.savepoint());
  }

  @Test
  void whyTheSavepointOfAnEndedJobFailedIsSaid() {
    world.cluster.flink.statisticsUnknown = true;
    world.run(TOTALS);
    world.cluster.flink.disk.clear();
    world.cluster.flink.savepointsFail = true;
    world.cluster.flink.savepointsFailTheJob = true;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.problem().orElseThrow().message()).contains("the disk is full");
  }

  @Test
  void aRemovedModelIsStoppedOnlyWhenAsked() {
    world.run(TOTALS);
    Projects empty = new Projects().view("other");
    assertThat(world.action(empty, "totals")).isEqualTo(Action.LEFT_RUNNING);
    assertThat(world.run(empty).succeeded()).isTrue();
    assertThat(world.cluster.flink.running()).hasSize(1);
    world.apply(world.plan(empty, new PlanOptions(Set.of(), false, true, Optional.empty())));
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void aRenamedModelKeepsItsDeploymentAndItsState() {
    world.run(TOTALS);
    String key = world.deployment("totals").key();
    Projects renamed = new Projects().table("revenue", "agg", Map.of("renamed_from", "totals"));
    ModelReport report = World.only(world.run(renamed));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.restoredFrom()).isPresent();
    assertThat(world.deployment("revenue").key()).isEqualTo(key);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void maximumParallelismIsPinnedAtTheFirstDeployment() {
    world.run(TOTALS);
    Projects more = new Projects().table("totals", "agg-having", Map.of("max_parallelism", 256));
    world.run(more);
    assertThat(world.cluster.flink.submissions.getLast().settings())
        .containsEntry("pipeline.max-parallelism", "128");
  }

  @Test
  void throughAGatewayAChangedQueryIsUnknownAndAChangedSettingIsNot() {
    world.cluster.path = Capabilities.SubmitPath.PLAIN_INSERT;
    world.cluster.flink.ownIds = false;
    assertThat(World.only(world.run(TOTALS)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.submissions.getFirst())
        .isInstanceOf(Submission.PlainInsert.class);
    assertThat(world.action(HAVING, "totals")).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    Projects slower = new Projects().table("totals", "agg", Map.of("checkpoint", "30 s"));
    assertThat(world.action(slower, "totals")).isEqualTo(Action.UPGRADE);
    assertThat(World.only(world.run(slower)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aGatewayAloneTellsLittleAndTheGateIsWeak() {
    world.cluster.path = Capabilities.SubmitPath.PLAIN_INSERT;
    world.cluster.flink.ownIds = false;
    world.cluster.flink.statisticsUnknown = true;
    world.cluster.flink.tasksUnknown = true;
    world.cluster.flink.checkpointsUnsupported = true;
    ModelReport report = World.only(world.run(TOTALS));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.weakGate()).isTrue();
    assertThat(world.deployer().statuses().getFirst().verdict()).isEqualTo("runs");
  }

  @Test
  void theStatusTellsTheTruth() {
    world.run(TOTALS);
    assertThat(world.deployer().statuses().getFirst().verdict()).isEqualTo("runs");
    world.cluster.flink.loseEverything();
    assertThat(world.deployer().statuses().getFirst().verdict()).startsWith("gone");
  }

  @Test
  void aSavepointWhosePathIsToldAfterTheJobHasEndedIsWaitedFor() {
    world.run(TOTALS);
    // As through a gateway alone: the path stands in the answer and nowhere else.
    world.cluster.flink.statisticsUnknown = true;
    world.cluster.flink.disk.clear();
    world.cluster.flink.savepointAnswersLate = 3;
    ModelReport report = World.only(world.run(HAVING));
    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(report.savepoint()).isPresent();
    assertThat(report.restoredFrom()).isEqualTo(report.savepoint());
  }

  @Test
  void theStatusTellsWhatTheLedgerKnowsWhenTheClusterIsSilent() {
    world.run(TOTALS);
    world.cluster.flink.unreachableFor = Integer.MAX_VALUE;
    assertThat(world.deployer().statuses())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.verdict()).contains("should run", "does not answer");
              assertThat(status.observed()).isEmpty();
              assertThat(status.job()).isPresent();
            });
  }

  private static boolean isNew(Submission submission) {
    return submission instanceof Submission.CompiledPlan plan && plan.plan().contains("n > 3");
  }
}
