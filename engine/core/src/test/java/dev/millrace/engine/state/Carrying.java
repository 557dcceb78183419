package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.StateKind;
import dev.millrace.engine.connect.StateTools;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** State that goes over from one of the compiled plans of these tests to another one. */
final class Carrying {
  static final List<String> SUM_AND_COUNT = List.of("DECIMAL(38, 2)", "BIGINT");

  private Carrying() {}

  /** The newest one of a job that runs. */
  static StateSnapshot checkpoint(List<StateSnapshot.Operator> operators) {
    return new StateSnapshot(
        "file:/chk-12/_metadata",
        StateSnapshot.Kind.CHECKPOINT,
        StateSnapshot.Format.NATIVE,
        12,
        Instant.EPOCH,
        700,
        operators);
  }

  static StateSnapshot.State rows(String name) {
    return new StateSnapshot.State(
        name,
        StateKind.MAP,
        List.of("BIGINT"),
        List.of(),
        List.of("BIGINT"),
        List.of("LIST<ROW<BIGINT>>"),
        false);
  }

  static CarriedStates aggregates(
      String before, String after, List<String> stored, List<String> wanted) {
    return find(before, after, state("accState", stored), state("accState", wanted), Choices.NONE);
  }

  static CarriedStates joins(String before, String after) {
    List<StateSnapshot.State> sides =
        List.of(
            state("left-records", List.of("INT")).getFirst(),
            state("right-records", List.of("INT")).getFirst());
    return find(before, after, sides, sides, Choices.NONE);
  }

  static CarriedStates find(
      String before,
      String after,
      List<StateSnapshot.State> stored,
      List<StateSnapshot.State> wanted,
      Choices choices) {
    return ofPlans(Plans.plan(before), Plans.plan(after), stored, wanted, choices);
  }

  static CarriedStates ofPlans(
      String before,
      String after,
      List<StateSnapshot.State> stored,
      List<StateSnapshot.State> wanted,
      Choices choices) {
    OperatorUids.Assignment old = OperatorUids.assign(before, "d1", filled(before), List.of());
    OperatorUids.Assignment now = OperatorUids.assign(after, "d1", filled(after), old.uids());
    StateSnapshot snapshot =
        new StateSnapshot(
            "file:/sp",
            StateSnapshot.Kind.SAVEPOINT,
            StateSnapshot.Format.CANONICAL,
            1,
            Instant.EPOCH,
            1,
            operators(old, stored));
    return CarriedStates.find(
        old.plan(),
        Map.of(),
        old.uids(),
        now,
        Map.of(),
        snapshot,
        new StateTools.Contract(operators(now, wanted), List.of()),
        choices);
  }

  static Map<String, String> filled(String plan) {
    return CompiledPlan.parse(plan).tables().stream()
        .filter(CompiledPlan.Table::written)
        .collect(
            Collectors.toMap(table -> table.identifier().replace("`", ""), table -> "model.p.m"));
  }

  private static List<StateSnapshot.Operator> operators(
      OperatorUids.Assignment assignment, List<StateSnapshot.State> states) {
    return assignment.uids().stream()
        .filter(uid -> uid.role() == OperatorRole.STATEFUL)
        .map(
            uid ->
                new StateSnapshot.Operator(
                    String.format("%032x", uid.uid().hashCode() & 0xffffffffL),
                    Optional.of(uid.uid().replace("<transformation>", "it")),
                    Optional.empty(),
                    1,
                    128,
                    100,
                    0,
                    false,
                    states,
                    List.of(),
                    List.of(),
                    Optional.empty()))
        .toList();
  }

  static List<StateSnapshot.State> state(String name, List<String> value) {
    return List.of(
        new StateSnapshot.State(
            name, StateKind.VALUE, List.of("BIGINT"), List.of(), List.of(), value, false));
  }

  static CarriedState only(CarriedStates found) {
    assertThat(found.all()).hasSize(1);
    return found.all().getFirst();
  }

  static List<StateMove.Field> fields(CarriedStates found) {
    return only(found).moves().getFirst().fields();
  }

  static StateMove.Field copy(int from) {
    return new StateMove.Field(from, null);
  }

  static StateMove.Field number(long number) {
    return new StateMove.Field(null, number);
  }
}
