package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that looked, slept while another one worked, and woke up. */
class RecheckTest {
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
    world.run(TOTALS);
  }

  private Recheck recheck() {
    return new Recheck(world.cluster, world.ledger);
  }

  @Test
  void aLostJobThatAnotherHasBroughtBackIsNotStartedTwice() {
    world.cluster.flink.loseEverything();
    List<Deployment> lost = recheck().lost(world.ledger.deployments());
    assertThat(lost).hasSize(1);

    world.deployer().restore(event -> {});

    assertThat(recheck().lost(recheck().now(lost))).isEmpty();
    // By what it knew the job of before is gone, and there would be two.
    assertThat(recheck().lost(lost)).hasSize(1);
  }

  @Test
  void aJobThatAnotherHasStoppedIsNotStoppedAgain() {
    List<Deployment> running = Recheck.running(world.ledger.deployments());
    assertThat(running).hasSize(1);

    world.deployer().stop(Set.of(), true, event -> {});

    assertThat(Recheck.running(recheck().now(running))).isEmpty();
  }

  @Test
  void whatWasChosenForAnotherJobIsRefused() {
    world.run(HAVING);
    Rewind chosen = Rewind.before(world.ledger, Projects.id("totals"));
    world.run(TOTALS);
    int submissions = world.cluster.flink.submissions.size();

    assertThatThrownBy(() -> world.deployer().rewind(List.of(chosen), event -> {}))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.PLAN_STALE))
        .hasMessageContaining("totals is no longer as it was when this was chosen");
    assertThat(world.cluster.flink.submissions).hasSize(submissions);
  }

  /** The stop would take the old job for the one that runs, and the new one would go on. */
  @Test
  void nothingIsStoppedWhoseUpgradeHasNotComeToItsEnd() {
    world.reopened().cluster.crash.afterCall(2);
    assertThat(catchThrowable(() -> world.apply(world.plan(HAVING))))
        .isInstanceOf(SimulatedCrash.class);

    assertThatThrownBy(() -> world.reopened().deployer().stop(Set.of(), true, event -> {}))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.DEPLOY_BLOCKED))
        .hasMessageContaining("totals has not come to its end");

    world.deployer().resume(event -> {});
    world.deployer().stop(Set.of(), true, event -> {});
    assertThat(world.cluster.flink.running()).isEmpty();
  }

  @Test
  void aPlanNamesWhoIsAtAJobAndWhatADeadOneLeft() {
    world.reopened().cluster.crash.afterCall(2);
    assertThat(catchThrowable(() -> world.apply(world.plan(HAVING))))
        .isInstanceOf(SimulatedCrash.class);
    World next = world.reopened();
    String key = next.ledger.deployments().getFirst().key();

    try (DeploymentLock lock = next.ledger.locks().acquire(List.of(key), "anna", "apply")) {
      assertThat(next.plan(HAVING).models().getFirst().reasons())
          .singleElement()
          .asString()
          .contains("held by anna", "apply since", lock.id(), "plan again when that has ended");
    }
    assertThat(next.plan(HAVING).models().getFirst().reasons())
        .singleElement()
        .asString()
        .contains("was cut off before its end; run `millrace resume`");
  }

  @Test
  void whoseLockIsTakenOverBeforeTheIntentIsWrittenWritesNone() throws SQLException {
    List<JournalEntry> before = world.ledger.operations().journal();
    // The last thing that is written before the intent.
    execute(
        "CREATE TRIGGER taken_over AFTER INSERT ON spec BEGIN"
            + " UPDATE deploy_lock SET lock_id = 'of another', epoch = epoch + 1; END");

    ModelReport report = World.only(world.run(HAVING));

    assertThat(report.outcome()).isEqualTo(Outcome.UNFINISHED);
    assertThat(report.problem().orElseThrow().code()).isEqualTo(ProblemCode.LOCKED);
    assertThat(world.ledger.operations().journal()).isEqualTo(before);
    assertThat(world.cluster.flink.submissions).hasSize(1);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.sqlite"));
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }
}
