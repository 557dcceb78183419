package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Change;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.OperatorUid;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that share a job by the config {@code job}. */
class JobGroupsTest {
  private static final Map<String, Object> MARTS = Map.of("job", "marts");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  private static Projects two() {
    return new Projects().table("totals", "agg", MARTS).table("orders", "stateless", MARTS);
  }

  private PlannedModel only(Projects project) {
    List<PlannedModel> models = world.plan(project).models();
    assertThat(models).hasSize(1);
    return models.getFirst();
  }

  private JobSpec spec(String model) {
    return world.ledger.spec(world.deployment(model).spec().orElseThrow()).spec();
  }

  private Map<String, String> uids(String model) {
    Map<String, String> uids = new LinkedHashMap<>();
    for (OperatorUid operator : spec(model).operators()) {
      uids.merge(operator.models() + operator.type(), operator.uid(), (one, other) -> one + other);
    }
    return uids;
  }

  @Test
  void oneJobFillsTheTablesOfAll() {
    DeployReport report = world.run(two());
    assertThat(World.only(report).models())
        .containsExactly("model.shop.orders", "model.shop.totals");
    assertThat(world.cluster.flink.running()).hasSize(1);
    assertThat(world.deployment("orders")).isEqualTo(world.deployment("totals"));
    assertThat(world.deployment("orders").model()).isEqualTo("job.shop.marts");
    assertThat(only(two()).action()).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void theOrderInWhichTheyAreListedMeansNothing() {
    world.run(two());
    Projects turned =
        new Projects().table("orders", "stateless", MARTS).table("totals", "agg", MARTS);
    assertThat(only(turned).action()).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void everyOperatorSaysWhoseItIs() {
    world.run(two());
    assertThat(spec("orders").operators())
        .allSatisfy(
            operator -> {
              String model = operator.models().getFirst();
              assertThat(operator.uid())
                  .contains("/" + model.substring(model.lastIndexOf('.') + 1) + "/");
            });
  }

  @Test
  void aModelThatIsAddedLeavesTheOthersTheirState() {
    world.run(two());
    Map<String, String> before = uids("orders");
    Projects three = two().table("unions", "union", MARTS);
    PlannedModel planned = only(three);
    assertThat(planned.changes())
        .filteredOn(change -> change.kind() == Change.Kind.OUTPUT)
        .singleElement()
        .satisfies(change -> assertThat(change.after()).hasValue("c.d.unions"));
    world.run(three);
    assertThat(uids("orders")).containsAllEntriesOf(before);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void aModelThatLeavesTheJobStartsAfterTheJobHasGivenItsTableUp() {
    world.run(two().table("unions", "union", MARTS));
    Projects apart = two().table("unions", "union");
    Plan plan = world.plan(apart);
    assertThat(plan.models())
        .extracting(PlannedModel::model)
        .containsExactly("job.shop.marts", "model.shop.unions");
    assertThat(plan.models().getLast().upstream()).containsExactly("job.shop.marts");
    assertThat(plan.models().getFirst().consequences().output())
        .anyMatch(change -> change.breaking() && change.subject().equals("c.d.unions"));
    assertThat(world.apply(plan).succeeded()).isTrue();
    assertThat(world.cluster.flink.running()).hasSize(2);
    assertThat(world.plan(apart).isEmpty()).isTrue();
  }

  @Test
  void aModelThatLeavesWithoutItsOldJobBeingPlannedIsBlocked() {
    world.run(two().table("unions", "union", MARTS));
    Projects apart = two().table("unions", "union");
    Plan plan =
        world.plan(
            apart, new PlanOptions(Set.of("model.shop.unions"), false, false, Optional.empty()));
    assertThat(plan.models()).extracting(PlannedModel::action).containsExactly(Action.BLOCKED);
    assertThat(plan.models().getFirst().reasons().getFirst()).contains("c.d.unions");
  }

  @Test
  void aModelWithAJobOfItsOwnGoesOnInASharedOne() {
    world.run(new Projects().table("totals", "agg"));
    String key = world.deployment("totals").key();
    List<String> before = spec("totals").operators().stream().map(OperatorUid::uid).toList();
    assertThat(only(two()).deployment()).isEqualTo(key);
    world.run(two());
    assertThat(world.deployment("orders").key()).isEqualTo(key);
    assertThat(spec("totals").operators()).extracting(OperatorUid::uid).containsAll(before);
  }

  @Test
  void twoJobsDoNotBecomeOneWhileBothRun() {
    world.run(new Projects().table("totals", "agg").table("orders", "stateless"));
    Plan plan = world.plan(two());
    PlannedModel shared = plan.models().getFirst();
    assertThat(shared.action()).isEqualTo(Action.BLOCKED);
    assertThat(shared.reasons().getFirst()).contains("millrace stop");
    assertThat(world.cluster.flink.running()).hasSize(2);
  }

  @Test
  void aJobOfSeveralThatShrinksToOneStaysTheSameDeployment() {
    world.run(two());
    String key = world.deployment("totals").key();
    Projects one = new Projects().table("totals", "agg", MARTS);
    assertThat(only(one).deployment()).isEqualTo(key);
    world.run(one);
    assertThat(world.deployment("totals").model()).isEqualTo("model.shop.totals");
    assertThat(world.ledger.deployments()).extracting(Deployment::key).containsExactly(key);
  }

  @Test
  void jobsThatExchangeTheirTablesAreBlocked() {
    Map<String, Object> other = Map.of("job", "other");
    world.run(two().table("third", "union", other).table("fourth", "agg", other));
    Projects exchanged =
        new Projects()
            .table("totals", "agg", MARTS)
            .table("orders", "stateless", other)
            .table("third", "union", MARTS)
            .table("fourth", "agg", other);
    assertThat(world.plan(exchanged).models())
        .extracting(PlannedModel::action)
        .contains(Action.BLOCKED);
  }

  @Test
  void selectingOneModelPlansItsWholeJob() {
    Plan plan =
        world.plan(
            two(), new PlanOptions(Set.of("model.shop.totals"), false, false, Optional.empty()));
    assertThat(plan.models()).hasSize(1);
    assertThat(plan.models().getFirst().models()).hasSize(2);
  }

  @Test
  void whatOneSaysHoldsForTheJob() {
    Projects project =
        new Projects()
            .table("totals", "agg", Map.of("job", "marts", "state_ttl", "7 d"))
            .table("orders", "stateless", Map.of("job", "marts", "checkpoint", "none"));
    JobSpec spec = only(project).desired().orElseThrow();
    assertThat(spec.option("table.exec.state.ttl")).hasValue("7 d");
    assertThat(spec.checkpoints()).isFalse();
  }

  @Test
  void modelsThatDisagreeAboutTheJobAreAnErrorThatNamesBoth() {
    Projects project =
        new Projects()
            .table("totals", "agg", Map.of("job", "marts", "parallelism", "2"))
            .table("orders", "stateless", Map.of("job", "marts", "parallelism", "4"));
    assertThatThrownBy(() -> world.plan(project))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("job `marts` disagree about `parallelism.default`")
        .hasMessageContaining("4 in orders, 2 in totals");
  }

  @Test
  void checkpointsThatOneSwitchesOffAndAnotherSetsAreADisagreement() {
    Projects project =
        new Projects()
            .table("totals", "agg", Map.of("job", "marts", "checkpoint", "none"))
            .table("orders", "stateless", Map.of("job", "marts", "checkpoint", "30 s"));
    assertThatThrownBy(() -> world.plan(project))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("30 s in orders, none in totals");
  }

  @Test
  void jobsThatWaitForEachOtherAreAnError() {
    Projects project =
        new Projects()
            .table("totals", "agg", MARTS)
            .table("between", "stateless", "totals")
            .table("orders", "stateless", MARTS, "between");
    assertThatThrownBy(() -> world.plan(project))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("neither can start first");
  }

  @Test
  void stoppingOneModelStopsTheJobAndResumingBringsItBackWithState() {
    world.run(two());
    world.deployer().stop(Set.of("model.shop.totals"), true, event -> {});
    assertThat(world.deployment("orders").wanted()).isEqualTo(Deployment.Wanted.STOPPED);
    assertThat(only(two()).action()).isEqualTo(Action.RESTART);
    assertThat(World.only(world.run(two())).restoredFrom()).isPresent();
  }

  @Test
  void thePlanNamesEachTable() {
    String text = PlanText.of(world.plan(two()));
    assertThat(text).contains("+ marts  ", "    writes c.d.orders", "    writes c.d.totals");
  }
}
