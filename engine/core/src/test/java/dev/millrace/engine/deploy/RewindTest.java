package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.problem.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to an earlier state, and what is kept so that one can. */
class RewindTest {
  private static final String MODEL = Projects.id("totals");
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
    world.run(TOTALS);
  }

  private SimulatedJob job() {
    return world.cluster.flink.running("shop.dev.totals");
  }

  private ModelReport rewind(Rewind to) {
    return World.only(world.deployer().rewind(List.of(to), event -> {}));
  }

  private SavepointKeeper keeper() {
    return new SavepointKeeper(world.cluster, world.ledger, World.QUICK, "anna", Clock.systemUTC());
  }

  @Test
  void rollbackBringsBackTheOldQueryWithTheStateItHad() {
    job().rows = 700;
    world.run(HAVING);
    job().rows = 900;

    ModelReport report = rewind(Rewind.before(world.ledger, MODEL));

    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(job().rows).isBetween(700L, 899L);
    assertThat(world.plan(TOTALS).isEmpty()).isTrue();
    assertThat(world.action(HAVING, "totals")).isEqualTo(Action.UPGRADE);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void whatRanBeforeTheRollbackIsAWayBackToo() {
    world.run(HAVING);
    job().rows = 900;
    rewind(Rewind.before(world.ledger, MODEL));

    rewind(Rewind.before(world.ledger, MODEL));

    assertThat(job().rows).isGreaterThanOrEqualTo(900);
    assertThat(world.plan(HAVING).isEmpty()).isTrue();
  }

  @Test
  void aNamedSavepointIsGoneBackTo() {
    job().rows = 100;
    Savepoint taken = keeper().take(MODEL, Optional.of("before-sale"));
    job().rows = 500;

    Rewind to = to("before-sale");
    assertThat(to.otherQuery()).isFalse();
    ModelReport report = rewind(to);

    assertThat(report.restoredFrom()).contains(taken.path());
    assertThat(job().rows).isBetween(100L, 499L);
  }

  @Test
  void aTimeMeansTheNewestSavepointFromBeforeIt() {
    Savepoint first = keeper().take(MODEL, Optional.empty());
    job().rows = 500;
    Savepoint second = keeper().take(MODEL, Optional.empty());

    assertThat(to(first.takenAt().toString()).savepoint().path()).isEqualTo(first.path());
    assertThat(to("2999-01-01T00:00").savepoint().path()).isEqualTo(second.path());
    assertThatThrownBy(() -> to("2020-01-01T00:00:00Z"))
        .hasMessageContaining("no savepoint of totals from before 2020");
  }

  @Test
  void whenTheOlderStateDoesNotStartWhatRanIsBroughtBack() {
    job().rows = 100;
    Savepoint taken = keeper().take(MODEL, Optional.of("broken"));
    job().rows = 500;
    world.cluster.flink.failsAtSubmit =
        submission -> submission.restoreFrom().equals(Optional.of(taken.path()));

    ModelReport report = rewind(to("broken"));

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(job().rows).isGreaterThanOrEqualTo(500);
  }

  private Rewind to(String which) {
    return Rewind.to(world.ledger, keeper().of(world.deployment("totals")), MODEL, which);
  }

  @Test
  void theCheckpointThatAFailedJobHasLeftIsAWayBackAsLongAsItDoesNotRun() {
    assertThat(keeper().all()).isEmpty();
    job().rows = 300;
    String left = world.cluster.flink.newestRetainedCheckpoint(job().id).orElseThrow().path();
    world.deployer().stop(Set.of(), false, event -> {});

    assertThat(keeper().all())
        .singleElement()
        .satisfies(
            way -> {
              assertThat(way.origin()).isEqualTo(Savepoint.Origin.CHECKPOINT);
              assertThat(way.path()).isEqualTo(left);
            });
    assertThat(rewind(to(left)).restoredFrom()).contains(left);
  }

  @Test
  void aJobThatIsGoneGoesBackToo() {
    job().rows = 100;
    Savepoint taken = keeper().take(MODEL, Optional.of("known"));
    world.cluster.flink.loseEverything();

    ModelReport report = rewind(to("known"));

    assertThat(report.restoredFrom()).contains(taken.path());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whereverItIsCutOffTheNextProcessFinishesIt(int call) {
    job().rows = 700;
    world.run(HAVING);
    Rewind to = Rewind.before(world.ledger, MODEL);
    world.reopened().cluster.crash.afterCall(call);
    Throwable ended =
        catchThrowable(() -> world.deployer().rewind(List.of(to), world.cluster.crash::accept));
    assertThat(ended).isInstanceOf(SimulatedCrash.class);

    world.reopened().deployer().resume(event -> {});

    assertThat(world.cluster.flink.running()).hasSize(1);
    assertThat(world.plan(TOTALS).isEmpty() || world.plan(HAVING).isEmpty()).isTrue();
    assertThat(job().rows).isGreaterThanOrEqualTo(700);
  }

  @Test
  void whatWasCutOffBeforeHasToComeToItsEndFirst() {
    world.run(HAVING);
    Rewind to = Rewind.before(world.ledger, MODEL);
    world.reopened().cluster.crash.afterCall(1);
    Throwable ended = catchThrowable(() -> world.apply(world.plan(TOTALS)));
    assertThat(ended).isInstanceOf(SimulatedCrash.class);

    assertThatThrownBy(() -> world.reopened().deployer().rewind(List.of(to), event -> {}))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("totals has not come to its end");

    world.deployer().resume(event -> {});
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  /** What was deployed since reads the new topic; the older state stands in the old one. */
  @Test
  void aStateFromBeforeItsTopicWasMadeAnewIsNotGoneBackTo() {
    Savepoint taken = keeper().take(MODEL, Optional.of("before"));
    world.cluster.topics.put("orders", "another");
    world.refresh(TOTALS);
    Savepoint newer = keeper().take(MODEL, Optional.of("after"));

    ModelReport report = rewind(to("before"));
    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.problem().orElseThrow().message()).contains("The topic orders is not");
    assertThat(world.cluster.flink.running()).hasSize(1);

    assertThat(rewind(to("after")).restoredFrom()).contains(newer.path());
    assertThat(taken.path()).isNotEqualTo(newer.path());
  }

  @Test
  void norIsACheckpointFromBefore() {
    String left = world.cluster.flink.newestRetainedCheckpoint(job().id).orElseThrow().path();
    world.deployer().stop(Set.of(), false, event -> {});
    world.cluster.topics.put("orders", "another");
    world.refresh(TOTALS);

    assertThat(rewind(to(left)).outcome()).isEqualTo(Outcome.BLOCKED);
  }

  @Test
  void thereMustBeSomethingToGoBackTo() {
    assertThatThrownBy(() -> Rewind.before(world.ledger, MODEL))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("no savepoint of totals from before its last change");
    assertThatThrownBy(() -> to("nobody"))
        .hasMessageContaining("No savepoint of totals is called nobody");
  }

  @Test
  void pruningKeepsWhatIsNamedYoungNeededOrLast() {
    keeper().take(MODEL, Optional.of("named"));
    keeper().take(MODEL, Optional.empty());
    keeper().take(MODEL, Optional.empty());
    Savepoint last = keeper().take(MODEL, Optional.empty());

    assertThat(keeper().unneeded(new SavepointKeeper.Policy(1, Duration.ofDays(1)))).isEmpty();
    List<Savepoint> unneeded = keeper().unneeded(new SavepointKeeper.Policy(1, Duration.ZERO));

    assertThat(unneeded).hasSize(2).doesNotContain(last);
    unneeded.forEach(keeper()::delete);
    assertThat(keeper().all()).hasSize(2);
    assertThat(world.cluster.flink.disk.keySet()).doesNotContain(unneeded.getFirst().path());
    assertThat(world.cluster.flink.disk).containsKey(last.path());
  }

  @Test
  void theStateOfAStoppedJobIsNeverPruned() {
    world.deployer().stop(Set.of(MODEL), true, event -> {});

    assertThat(world.ledger.savepoints(world.deployment("totals").key())).hasSize(1);
    assertThat(keeper().unneeded(new SavepointKeeper.Policy(1, Duration.ZERO))).isEmpty();
  }

  @Test
  void aSavepointOfAJobThatDoesNotRunIsRefused() {
    world.deployer().stop(Set.of(MODEL), true, event -> {});

    assertThatThrownBy(() -> keeper().take(MODEL, Optional.empty()))
        .hasMessageContaining("totals has no job that runs");
  }
}
