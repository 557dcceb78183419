package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that were found by killing engines and clusters under a real deployment. */
class FaultsTest {
  private static final Projects COPIES = new Projects().table("copies", "exactly-once");
  private static final Projects OFTENER =
      new Projects().table("copies", "exactly-once", Map.of("checkpoint", "1 s"));
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  @Test
  void anExactlyOnceTableGoesOnFromWhatTheFailedJobHasCommitted() {
    world.run(COPIES);

    ModelReport report = apply(OFTENER, failsAfterACheckpoint("copies"));

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    SimulatedJob back = world.cluster.flink.running("shop.dev.copies");
    assertThat(back.restored.orElseThrow().path()).contains("chk-").contains(failed("copies"));
  }

  @Test
  void whereTheFailedJobHasCommittedNothingTheSavepointIsTheWayBack() {
    world.run(COPIES);

    ModelReport report = apply(OFTENER, failsAtOnce("copies"));

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    SimulatedJob back = world.cluster.flink.running("shop.dev.copies");
    assertThat(back.restored.orElseThrow().path()).contains("savepoint-");
  }

  @Test
  void whereTheOldPlanCannotReadTheNewStateTheSavepointIsTheWayBack() {
    world.run(COPIES);
    world.cluster.flink.failsAtSubmit =
        submission -> submission.restoreFrom().orElse("").contains("chk-");

    ModelReport report = apply(OFTENER, failsAfterACheckpoint("copies"));

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    SimulatedJob back = world.cluster.flink.running("shop.dev.copies");
    assertThat(back.restored.orElseThrow().path()).contains("savepoint-");
    assertThat(world.plan(COPIES).isEmpty()).isTrue();
  }

  @Test
  void aTableThatTakesUpdatesGoesBackToTheSavepoint() {
    world.run(TOTALS);

    ModelReport report = apply(HAVING, failsAfterACheckpoint("totals"));

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    SimulatedJob back = world.cluster.flink.running("shop.dev.totals");
    assertThat(back.restored.orElseThrow().path()).contains("savepoint-");
  }

  @Test
  void aNewJobThatTheClusterHasRestartedSinceIsProvenAllTheSame() {
    world.run(TOTALS);
    cutOff(HAVING, "after submit");
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    world.cluster.flink.checkpoint(job.id);
    job.restored = world.cluster.flink.newestRetainedCheckpoint(job.id);

    ModelReport report = World.only(world.reopened().deployer().resume(event -> {}));

    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.running()).containsExactly(job);
  }

  @Test
  void aNewJobLostWithItsClusterGoesOnFromItsOwnCheckpointHoweverOftenTheEngineEnds() {
    world.run(TOTALS);
    cutOff(HAVING, "after submit");
    SimulatedJob lost = world.cluster.flink.running("shop.dev.totals");
    world.cluster.flink.checkpoint(lost.id);
    world.cluster.flink.loseEverything();
    world.reopened().cluster.crash.afterCall(1);
    Throwable ended = catchThrowable(() -> world.deployer().resume(event -> {}));
    assertThat(ended).isInstanceOf(SimulatedCrash.class);

    ModelReport report = World.only(world.reopened().deployer().resume(event -> {}));

    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    assertThat(job.restored.orElseThrow().path()).contains(lost.id.hex());
  }

  @Test
  void aNewJobThatLosesATaskWhileItProvesItselfIsWaitedFor() {
    world.run(TOTALS);
    world.cluster.flink.checkpointsCutOff = 5;

    ModelReport report = World.only(world.run(HAVING));

    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aCallThatTakesLongerThanAllPatienceBeforeItFailsIsMadeAgain() {
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.now().plus(passed.get());
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    world.cluster.flink.submissionUnanswered =
        Optional.of(() -> passed.set(World.QUICK.unreachableTimeout().multipliedBy(2)));

    DeployReport report =
        world.deployer(clock).apply(world.plan(TOTALS), new DeployOptions(true, 1), event -> {});

    assertThat(World.only(report).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aRunIsReportedAlsoWhenTheLedgerHasNoRoomForItsEnd() {
    Plan plan = world.plan(TOTALS);

    DeployReport report =
        world
            .deployer()
            .apply(
                plan,
                new DeployOptions(true, 1),
                event -> {
                  if (isRunning(event)) {
                    world.ledger.close();
                  }
                });

    assertThat(World.only(report).outcome()).isEqualTo(Outcome.UNFINISHED);
    assertThat(World.only(report).problem().orElseThrow().code())
        .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE);
  }

  /** The engine ends in the middle of an upgrade. */
  private void cutOff(Projects project, String where) {
    int call = 0;
    // Which call it is depends on what is asked for before.
    Throwable ended;
    do {
      world.reopened().cluster.crash.afterCall(++call);
      ended =
          catchThrowable(
              () ->
                  world
                      .deployer()
                      .apply(
                          world.plan(project),
                          new DeployOptions(true, 1),
                          world.cluster.crash::accept));
      if (ended != null && !where.equals(ended.getMessage())) {
        world.reopened().deployer().resume(event -> {});
        world.run(TOTALS);
      }
    } while (ended == null || !where.equals(ended.getMessage()));
    world.reopened();
  }

  private ModelReport apply(Projects project, Consumer<DeployEvent> meanwhile) {
    return World.only(
        world.deployer().apply(world.plan(project), new DeployOptions(true, 1), meanwhile));
  }

  private Consumer<DeployEvent> failsAfterACheckpoint(String model) {
    return event -> {
      if (isRunning(event)) {
        world.cluster.flink.checkpoint(world.cluster.flink.running("shop.dev." + model).id);
        failsAtOnce(model).accept(event);
      }
    };
  }

  private Consumer<DeployEvent> failsAtOnce(String model) {
    return event -> {
      if (isRunning(event)) {
        world.cluster.flink.fail(
            world.cluster.flink.running("shop.dev." + model).id, "a poison record");
      }
    };
  }

  private static boolean isRunning(DeployEvent event) {
    return event instanceof DeployEvent.PhaseEntered entered
        && entered.state() == DeployState.RUNNING_RESTORED;
  }

  private String failed(String model) {
    Submission second = world.cluster.flink.submissions.get(1);
    assertThat(second.jobName()).endsWith(model);
    return second.jobId().hex();
  }
}
