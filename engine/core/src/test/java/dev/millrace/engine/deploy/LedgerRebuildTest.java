package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerRebuild;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Action;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is lost while jobs run. */
class LedgerRebuildTest {
  private static final Projects SHOP =
      new Projects().table("totals", "agg").table("copy", "stateless");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder.resolve("first"));
    world.run(SHOP);
  }

  private LedgerRebuild.Report rebuild() {
    return new LedgerRebuild(
            world.ledger,
            world.cluster.flink,
            spec -> world.cluster.ids(spec.readTopics(), World.bindings()))
        .rebuild(world.cluster.state.notes(""), "anna");
  }

  private void lose() {
    world.ledger.close();
    world.ledger = Ledger.open(folder.resolve("second"), "shop", "dev");
  }

  @Test
  void whatRunsIsKnownAgainAndTheNextPlanIsEmpty() {
    lose();
    assertThat(world.action(SHOP, "totals")).isEqualTo(Action.BLOCKED);

    assertThat(rebuild().rebuilt()).hasSize(2).allMatch(LedgerRebuild.Rebuilt::running);

    assertThat(world.plan(SHOP).isEmpty()).isTrue();
    assertThat(world.plan(SHOP).blocked()).isEmpty();
  }

  @Test
  void aRebuiltLedgerUpgradesWithTheStateThatWas() {
    world.cluster.flink.running("shop.dev.totals").rows = 700;
    lose();
    rebuild();

    world.run(new Projects().table("totals", "agg-having").table("copy", "stateless"));

    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(700);
    assertThat(world.cluster.flink.running()).hasSize(2);
  }

  @Test
  void aStoppedJobGoesOnFromItsSavepointAfterwards() {
    world.cluster.flink.running("shop.dev.totals").rows = 700;
    stop("totals");
    lose();
    rebuild();

    assertThat(world.deployment("totals").wanted()).isEqualTo(Deployment.Wanted.STOPPED);
    world.run(SHOP);
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(700);
  }

  @Test
  void anUpgradedJobIsKnownByItsNewestSubmission() {
    Projects having = new Projects().table("totals", "agg-having").table("copy", "stateless");
    world.run(having);
    lose();

    rebuild();

    assertThat(world.plan(having).isEmpty()).isTrue();
  }

  @Test
  void whatIsKnownIsLeftAsItIs() {
    LedgerRebuild.Report report = rebuild();

    assertThat(report.rebuilt()).isEmpty();
    assertThat(report.known()).hasSize(2);
    assertThat(world.plan(SHOP).isEmpty()).isTrue();
  }

  @Test
  void aStoppedJobThatTheClusterHasForgottenGoesOnFromItsSavepoint() {
    world.cluster.flink.running("shop.dev.totals").rows = 700;
    stop("totals");
    world.cluster.flink.loseEverything();
    lose();
    assertThat(world.action(SHOP, "totals")).isEqualTo(Action.BLOCKED);
    assertThat(world.action(SHOP, "copy")).isEqualTo(Action.CREATE);

    LedgerRebuild.Report report = rebuild();

    assertThat(report.rebuilt())
        .singleElement()
        .matches(each -> each.model().equals(Projects.id("totals")) && !each.running());
    assertThat(report.savepoints()).isZero();
    assertThat(report.left()).isEmpty();
    assertThat(world.deployment("totals").wanted()).isEqualTo(Deployment.Wanted.STOPPED);
    world.run(SHOP);
    assertThat(world.cluster.flink.running("shop.dev.totals").rows).isGreaterThanOrEqualTo(700);
  }

  @Test
  void whatWasEditedMeanwhileIsComparedWithWhatTheSavepointWasMadeFrom() {
    world.cluster.flink.running("shop.dev.totals").rows = 700;
    stop("totals");
    world.cluster.flink.loseEverything();
    lose();
    rebuild();

    Projects having = new Projects().table("totals", "agg-having");

    assertThat(world.plan(having).models())
        .filteredOn(planned -> planned.name().equals("totals"))
        .singleElement()
        .satisfies(planned -> assertThat(planned.changes()).isNotEmpty());
  }

  @Test
  void whoeverAsksForItStartsWithoutTheStateThatTheLedgerDoesNotKnow() {
    stop("totals");
    world.cluster.flink.loseEverything();
    lose();

    world.refresh(SHOP);

    assertThat(world.cluster.flink.running()).hasSize(2);
  }

  @Test
  void aSavepointThatAJobHasGoneOnFromIsNotTakenForTheLastState() {
    stop("totals");
    world.run(SHOP);
    world.cluster.flink.running("shop.dev.totals").rows = 900;
    world.cluster.flink.loseEverything();
    lose();

    LedgerRebuild.Report report = rebuild();

    assertThat(report.rebuilt()).isEmpty();
    assertThat(report.left())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("is not its last state", Projects.id("totals"));
  }

  @Test
  void savepointsOfAJobThatRunsAreKnownAgainWithTheirNames() {
    keeper().take(Projects.id("totals"), Optional.of("before the sale"));
    Savepoint other = keeper().take(Projects.id("totals"), Optional.empty());
    keeper().label(other, Optional.of("after it"));
    world.run(new Projects().table("totals", "agg-having").table("copy", "stateless"));
    lose();

    LedgerRebuild.Report report = rebuild();

    String key = world.deployment("totals").key();
    assertThat(report.savepoints()).isEqualTo(2);
    assertThat(world.ledger.savepoints(key))
        .extracting(Savepoint::label)
        .contains(Optional.of("before the sale"), Optional.of("after it"));
    assertThat(world.ledger.attempts(key)).hasSize(2);
    assertThat(rebuild().savepoints()).isZero();
  }

  @Test
  void aSavepointWhoseFilesAreGoneIsNotKnownAgain() {
    Savepoint taken = keeper().take(Projects.id("totals"), Optional.empty());
    keeper().delete(taken);
    lose();

    assertThat(rebuild().savepoints()).isZero();
  }

  @Test
  void aJobStopsAlsoWhereNothingCanBeNotedBesideItsSavepoint() {
    world.cluster.state.unreadable = true;

    stop("totals");

    assertThat(world.deployment("totals").wanted()).isEqualTo(Deployment.Wanted.STOPPED);
    assertThat(world.cluster.state.notes).isEmpty();
  }

  @Test
  void notesOfOthersAndNonsenseAreNotOurs() {
    String path = keeper().take(Projects.id("copy"), Optional.empty()).path();
    StateTools.Note good = Objects.requireNonNull(world.cluster.state.notes.get(path));
    lose();
    Map<String, String> nonsense = new HashMap<>(good.text());
    nonsense.put(JobParameters.ATTEMPT, "-1");
    Map<String, String> others = new HashMap<>(good.text());
    others.put(JobParameters.PROJECT, "bakery");
    Map<String, String> unknown = new HashMap<>(good.text());
    unknown.put("millrace.savepoint.origin", "TELEPATHY");
    for (Map<String, String> text : List.of(nonsense, others, unknown, Map.<String, String>of())) {
      world.cluster.state.notes.put(path, new StateTools.Note(path, text));
      assertThat(rebuild().savepoints()).isZero();
    }
  }

  private void stop(String model) {
    world.deployer().stop(Set.of(Projects.id(model)), true, event -> {});
  }

  private SavepointKeeper keeper() {
    return new SavepointKeeper(world.cluster, world.ledger, World.QUICK, "anna", Clock.systemUTC());
  }

  @Test
  void jobsOfAnotherTargetAreNotOurs() {
    world.ledger.close();
    world.ledger = Ledger.open(folder.resolve("third"), "shop", "prod");

    assertThat(rebuild().rebuilt()).isEmpty();
  }
}
