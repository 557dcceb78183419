package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.FailOn;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanMarkdown;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanPolicy;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.PolicyRuling;
import dev.millrace.engine.plan.WayOffer;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project allows, confirms or forbids what becomes of state, by verdict. */
class PoliciesOfPlanTest {
  /** The sum goes, and a maximum begins. */
  private static final Map<String, Object> ALL_ALLOWED = Map.of("lost", "allow", "empty", "allow");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(new Projects().table("totals", "agg"));
  }

  @Test
  void whatIsAllowedGoesOnWithoutAQuestion() {
    PlannedModel totals = planned("agg-max", ALL_ALLOWED);

    assertThat(totals.action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(totals.permission().needed()).isFalse();
    assertThat(totals.isAllowedByPolicy()).isTrue();
    assertThat(totals.consequences().losses()).isNotEmpty();
    assertThat(carriedOut("agg-max", ALL_ALLOWED)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void whoeverRefusesLossesRefusesThemAlsoWhereTheProjectAllowsThem() {
    Plan plan = world.plan(project("agg-max", ALL_ALLOWED));

    assertThat(new PlanPolicy(Set.of(FailOn.STATE_LOSS, FailOn.UNKNOWN)).violations(plan))
        .hasSize(2);
  }

  @Test
  void eachVerdictIsAllowedByItself() {
    assertThat(planned("agg-max", Map.of("lost", "allow")).permission().needed()).isTrue();
    assertThatThrownBy(() -> carriedOut("agg-max", Map.of("lost", "allow")))
        .isInstanceOf(MillraceException.class)
        .extracting(failure -> ((MillraceException) failure).problem().code())
        .isEqualTo(ProblemCode.CONFIRMATION_NEEDED);
    assertThat(world.cluster.flink.running()).hasSize(1);
  }

  @Test
  void whatIsForbiddenBlocksBeforeAnythingStops() {
    Map<String, Object> policy = Map.of("lost", "forbid");
    PlannedModel totals = planned("agg-max", policy);

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(totals.reasons())
        .anyMatch(
            reason ->
                reason.equals(
                    "State of GroupAggregate would be lost, which the project forbids:"
                        + " models/totals.sql says `lost: forbid`"));
    assertThat(totals.consequences().losses()).isEmpty();
    // Not even who gives permission can do it.
    assertThat(World.only(world.run(project("agg-max", policy))).outcome())
        .isEqualTo(Outcome.BLOCKED);
    assertThat(world.cluster.flink.running()).hasSize(1);
    assertThat(world.cluster.flink.submissions).hasSize(1);
  }

  @Test
  void theStrictestRuleThatFitsDecides() {
    assertThat(planned("agg-max", Map.of("lost", "allow", "empty", "forbid")).action())
        .isEqualTo(Action.BLOCKED);
    assertThat(planned("agg-max", Map.of("unknown", "forbid", "changed", "forbid")).action())
        .isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
  }

  @Test
  void whatNeedsNoPermissionOtherwiseCanBeConfirmed() {
    Map<String, Object> policy = Map.of("kept", "confirm");
    Plan plan = world.plan(project("agg-having", policy));

    assertThat(plan.models().getFirst().action()).isEqualTo(Action.UPGRADE);
    assertThat(plan.unknownState()).hasSize(1);
    assertThat(PlanText.of(plan))
        .contains("The project wants the upgrade of totals confirmed")
        .contains("--allow-unknown-state");
    assertThatThrownBy(() -> carriedOut("agg-having", policy))
        .hasMessageContaining("The project wants the upgrade of totals confirmed");
    assertThat(World.only(world.run(project("agg-having", policy))).outcome())
        .isEqualTo(Outcome.COMMITTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "confirm"})
  void whatFlinkWouldRefuseIsBlockedWhateverIsAllowed(String decision) {
    String aggregate =
        world
            .cluster
            .state
            .read(world.cluster.flink.disk.keySet().stream().toList().getLast())
            .operators()
            .stream()
            .filter(operator -> operator.uid().orElseThrow().contains("group-aggregate"))
            .findFirst()
            .orElseThrow()
            .id();
    world.cluster.state.mismatches =
        List.of(
            new StateTools.Mismatch(
                aggregate, "accState", StateTools.Part.VALUE, List.of("BIGINT"), List.of("INT")));

    PlannedModel totals =
        planned("agg-having", Map.of("lost", decision, "unknown", decision, "changed", decision));

    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(totals.permission().needed()).isFalse();
  }

  @Test
  void whatNobodyKnowsCanBeAllowedOrForbidden() {
    world.cluster.state.unreadable = true;

    assertThat(planned("agg-having", Map.of("unknown", "forbid")).action())
        .isEqualTo(Action.BLOCKED);
    assertThat(planned("agg-having", Map.of("unknown", "allow")).permission().needed()).isFalse();
    assertThat(planned("agg-having", Map.of("lost", "forbid")).permission().needed()).isTrue();
  }

  @Test
  void aFreshStartCanBeForbidden() {
    Map<String, Object> policy = Map.of("reset", "forbid");
    PlanOptions refresh = new PlanOptions(Set.of(), true, false, Optional.empty());

    PlannedModel totals = world.plan(project("agg", policy), refresh).models().getFirst();
    assertThat(totals.action()).isEqualTo(Action.BLOCKED);
    assertThat(totals.reasons()).anyMatch(reason -> reason.contains("`reset: forbid`"));
    assertThat(world.plan(project("agg", Map.of("reset", "confirm")), refresh).unknownState())
        .isEmpty();

    PlannedModel upgraded = planned("agg-max", policy);
    assertThat(upgraded.action()).isEqualTo(Action.UPGRADE_UNKNOWN_STATE);
    assertThat(upgraded.ways())
        .filteredOn(offer -> offer.way() != Way.CARRY)
        .noneMatch(WayOffer::isPossible);
    assertThat(PlanText.of(world.plan(project("agg-max", policy)))).doesNotContain("full-refresh");
    assertThat(choosing(Way.POSITIONS, policy).action()).isEqualTo(Action.BLOCKED);
    assertThat(choosing(Way.FRESH, policy).action()).isEqualTo(Action.BLOCKED);
  }

  @Test
  void aWayThatIsChosenIsAPermission() {
    Map<String, Object> policy = Map.of("lost", "forbid", "empty", "confirm", "reset", "confirm");

    PlannedModel blocked = planned("agg-max", policy);
    assertThat(blocked.action()).isEqualTo(Action.BLOCKED);
    assertThat(blocked.ways())
        .filteredOn(offer -> offer.way() == Way.CARRY)
        .singleElement()
        .extracting(WayOffer::isPossible)
        .isEqualTo(false);
    PlannedModel positions = choosing(Way.POSITIONS, policy);
    assertThat(positions.action()).isEqualTo(Action.UPGRADE_FROM_POSITIONS);
    assertThat(positions.permission().needed()).isFalse();
  }

  @Test
  void aPolicyAloneDeploysNothing() {
    assertThat(world.plan(project("agg", Map.of("kept", "forbid", "reset", "forbid"))).isEmpty())
        .isTrue();
    assertThat(planned("agg", Map.of("kept", "forbid")).action()).isEqualTo(Action.UNCHANGED);
    assertThat(world.plan(project("agg-max", ALL_ALLOWED)).hash())
        .isEqualTo(world.plan(project("agg-max", Map.of())).hash());
  }

  @Test
  void inASharedJobTheStrictestModelDecides() {
    Projects two =
        new Projects()
            .table("orders", "stateless", Map.of("job", "marts"))
            .table("totals", "agg", Map.of("job", "marts"));
    world = new World(folder.resolve("shared"));
    world.run(two);

    Map<String, Object> allowed = Map.of("job", "marts", "state_policy", ALL_ALLOWED);
    PlannedModel marts =
        world
            .plan(
                new Projects()
                    .table(
                        "orders",
                        "stateless",
                        Map.of("job", "marts", "state_policy", Map.of("reset", "forbid")))
                    .table("totals", "agg-max", allowed))
            .models()
            .getFirst();

    assertThat(marts.permission().rulings())
        .extracting(PolicyRuling::written)
        .contains("lost: allow", "empty: allow");
    assertThat(marts.ways())
        .filteredOn(offer -> offer.way() == Way.FRESH)
        .noneMatch(WayOffer::isPossible);
  }

  @Test
  void aPolicyThatIsWrongPlansNothing() {
    assertThatThrownBy(() -> planned("agg", Map.of("losst", "forbid")))
        .isInstanceOf(MillraceException.class)
        .extracting(failure -> ((MillraceException) failure).problem())
        .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
        .extracting(Problem::code)
        .isEqualTo(ProblemCode.CONFIG_INVALID);
  }

  @Test
  void allFormsOfAPlanTellIt() {
    Plan plan = world.plan(project("agg-max", Map.of("lost", "forbid")));

    assertThat(PlanText.of(plan))
        .contains("  Policy  lost: forbid (models/totals.sql), of GroupAggregate")
        .contains("(this plan) not possible: the project says lost: forbid");
    assertThat(PlanJson.of(plan))
        .contains("\"needs_permission\":false")
        .contains(
            "\"policy\":[{\"verdict\":\"lost\",\"decision\":\"forbid\","
                + "\"place\":\"models/totals.sql\"");
    assertThat(PlanMarkdown.of(plan))
        .contains("- policy lost: forbid (models/totals.sql), of GroupAggregate")
        .contains("Ways, to be chosen with --choose totals=WAY:")
        .contains("- **carry** (this plan) not possible");
  }

  private static Projects project(String plan, Map<String, Object> policy) {
    return new Projects().table("totals", plan, Map.of("state_policy", policy));
  }

  private PlannedModel planned(String plan, Map<String, Object> policy) {
    return world.plan(project(plan, policy)).models().getFirst();
  }

  private PlannedModel choosing(Way way, Map<String, Object> policy) {
    PlanOptions options =
        new PlanOptions(
            Set.of(), false, false, Optional.empty(), new Choices(Map.of(), Map.of("totals", way)));
    return world.plan(project("agg-max", policy), options).models().getFirst();
  }

  /** Without any permission. */
  private Outcome carriedOut(String plan, Map<String, Object> policy) {
    return World.only(
            world
                .deployer()
                .apply(world.plan(project(plan, policy)), new DeployOptions(false, 4), event -> {}))
        .outcome();
  }
}
