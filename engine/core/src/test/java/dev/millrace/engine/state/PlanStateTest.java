package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.StateKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanStateTest {
  private static final OperatorUids.Assignment AGGREGATE =
      OperatorUids.assign(Plans.plan("agg"), "shop", Map.of(), List.of());
  private static final OperatorUids.Assignment JOIN =
      OperatorUids.assign(Plans.plan("join"), "shop", Map.of(), List.of());

  @Test
  void anOperatorIsToldInTheWordsOfThePlan() {
    PlanState plan = PlanState.of(AGGREGATE.plan());

    assertThat(plan.owner(uid(AGGREGATE, "group-aggregate")))
        .hasValueSatisfying(
            owner -> {
              assertThat(owner.role()).isEqualTo(OperatorRole.STATEFUL);
              assertThat(owner.description()).startsWith("GroupAggregate(groupBy=[customer_id]");
            });
  }

  @Test
  void whatFlinkMakesOfASinkBesideItsWriterIsTheSinks() {
    assertThat(PlanState.of(AGGREGATE.plan()).owner("Sink Committer: " + uid(AGGREGATE, "sink")))
        .hasValueSatisfying(owner -> assertThat(owner.role()).isEqualTo(OperatorRole.SINK));
  }

  @Test
  void anOperatorOfAnotherDeploymentIsNobodys() {
    assertThat(PlanState.of(AGGREGATE.plan()).owner("other/group-aggregate.1-0/group-aggregate"))
        .isEmpty();
  }

  @Test
  void anAggregatesStateHasTheNamesOfItsKeyAndItsCalls() {
    PlanState.Columns columns =
        PlanState.of(AGGREGATE.plan())
            .columns(
                Optional.of(uid(AGGREGATE, "group-aggregate")),
                state("accState", List.of(), List.of("DECIMAL(38, 2)", "BIGINT")));

    assertThat(columns.key()).containsExactly("customer_id BIGINT");
    assertThat(columns.value()).containsExactly("revenue DECIMAL(38, 2)", "n BIGINT");
  }

  @Test
  void fieldsThatDoNotFitThePlanHaveNoNames() {
    PlanState.Columns columns =
        PlanState.of(AGGREGATE.plan())
            .columns(
                Optional.of(uid(AGGREGATE, "group-aggregate")),
                state("accState", List.of(), List.of("BIGINT", "DECIMAL(38, 2)")));

    assertThat(columns.value()).containsExactly("BIGINT", "DECIMAL(38, 2)");
  }

  @Test
  void aJoinsStatesHaveTheNamesOfTheirOwnSide() {
    PlanState plan = PlanState.of(JOIN.plan());
    CompiledPlan compiled = CompiledPlan.parse(JOIN.plan());
    CompiledPlan.Node join =
        compiled.nodes().stream()
            .filter(node -> node.type().equals("join"))
            .findFirst()
            .orElseThrow();
    List<RowFields.Field> right =
        RowFields.of(compiled.nodes().get(join.inputs().get(1)).json().path("outputType"));

    PlanState.Columns columns =
        plan.columns(
            Optional.of(uid(JOIN, "join")),
            state(
                "right-records",
                right.stream().map(RowFields.Field::type).toList(),
                List.of("INT")));

    assertThat(columns.mapKey())
        .isEqualTo(right.stream().map(field -> field.name() + " " + field.type()).toList());
  }

  private static StateSnapshot.State state(String name, List<String> mapKey, List<String> value) {
    return new StateSnapshot.State(
        name, StateKind.VALUE, List.of("BIGINT"), List.of(), mapKey, value, false);
  }

  private static String uid(OperatorUids.Assignment assignment, String type) {
    return assignment.uids().stream()
        .filter(operator -> operator.type().equals(type))
        .map(operator -> operator.uid().replace("<transformation>", type))
        .findFirst()
        .orElseThrow();
  }
}
