package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerRebuild;
import dev.millrace.engine.plan.Action;
import java.nio.file.Path;
import java.util.Set;
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
        .rebuild("anna");
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
    world.deployer().stop(Set.of(Projects.id("totals")), true, event -> {});
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
  void jobsOfAnotherTargetAreNotOurs() {
    world.ledger.close();
    world.ledger = Ledger.open(folder.resolve("third"), "shop", "prod");

    assertThat(rebuild().rebuilt()).isEmpty();
  }
}
