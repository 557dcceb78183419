package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a plan that is deployed stands for a compilation, and when not. */
class CompileAgainTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.cluster.isLocal = true;
    world.run(shop());
    world.cluster.compiled.clear();
  }

  private static Projects shop() {
    return new Projects().table("totals", "agg").table("orders", "stateless");
  }

  @Test
  void whatHasNotChangedIsNotCompiledAgain() {
    assertThat(world.plan(shop()).models())
        .extracting(PlannedModel::action)
        .containsOnly(Action.UNCHANGED);
    assertThat(world.cluster.compiled).isEmpty();
  }

  @Test
  void whereNothingHasChangedTheClusterIsAskedForAllJobsOnce() {
    world.cluster.flink.lookedAt.clear();
    world.cluster.flink.lists = 0;
    world.plan(shop());
    assertThat(world.cluster.flink.lists).isEqualTo(1);
    assertThat(world.cluster.flink.lookedAt).isEmpty();
  }

  @Test
  void aPlanThatIsNotCompiledAgainIsTheDeployedOneToTheLetter() {
    JobSpec deployed = world.ledger.spec(world.deployment("totals").spec().orElseThrow()).spec();
    JobSpec planned = world.plan(shop()).models().getFirst().desired().orElseThrow();
    assertThat(planned.plan()).isEqualTo(deployed.plan());
    assertThat(planned.operators()).isEqualTo(deployed.operators());
  }

  @Test
  void onlyTheModelWhoseQueryChangedIsCompiled() {
    Projects changed = new Projects().table("totals", "stateless").table("orders", "stateless");
    assertThat(world.action(changed, "totals")).isNotEqualTo(Action.UNCHANGED);
    assertThat(world.cluster.compiled).singleElement().asString().contains("`totals`");
  }

  @Test
  void anotherOptionOfThePlannerCompilesAgain() {
    Projects changed =
        new Projects()
            .table("totals", "agg", Map.of("state_ttl", "7 d"))
            .table("orders", "stateless");
    assertThat(world.action(changed, "totals")).isEqualTo(Action.UPGRADE);
    assertThat(world.cluster.compiled).singleElement().asString().contains("`totals`");
  }

  @Test
  void anotherOptionOfTheJobIsSeenWithoutCompiling() {
    Projects changed =
        new Projects()
            .table("totals", "agg", Map.of("checkpoint", "30 s"))
            .table("orders", "stateless");
    assertThat(world.action(changed, "totals")).isEqualTo(Action.UPGRADE);
    assertThat(world.cluster.compiled).isEmpty();
  }

  @Test
  void anotherVersionOfFlinkCompilesAgain() {
    world.cluster.flinkVersion = "2.3.1";
    assertThat(world.action(shop(), "totals")).isEqualTo(Action.UNCHANGED);
    assertThat(world.cluster.compiled).hasSize(2);
  }

  @Test
  void besideARemoteClusterThePlannersVersionIsNotKnownAndAllIsCompiled() {
    world.cluster.isLocal = false;
    assertThat(world.action(shop(), "totals")).isEqualTo(Action.UNCHANGED);
    assertThat(world.cluster.compiled).hasSize(2);
  }

  @Test
  void aFullRefreshCompilesAgain() {
    world.plan(shop(), new PlanOptions(Set.of(), true, false, Optional.empty()));
    assertThat(world.cluster.compiled).hasSize(2);
  }
}
