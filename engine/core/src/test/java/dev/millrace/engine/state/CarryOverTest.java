package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.StateKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CarryOverTest {
  private static final OperatorUids.Assignment PLAN =
      OperatorUids.assign(Plans.plan("agg"), "shop", Map.of(), List.of());
  private static final String SOURCE = uid(OperatorRole.SOURCE);
  private static final String AGGREGATE = uid(OperatorRole.STATEFUL);
  private static final String SINK = uid(OperatorRole.SINK);

  private static final StateSnapshot SNAPSHOT =
      snapshot(
          operator("positions", SOURCE, StateKind.POSITIONS),
          operator("sums", AGGREGATE, StateKind.VALUE),
          operator("materializer", SINK, StateKind.VALUE),
          operator("writer", SINK, StateKind.OPERATOR),
          operator("committer", "Sink Committer: " + SINK, StateKind.TRANSACTIONS),
          operator("stranger", "other/group-aggregate.1-0/group-aggregate", StateKind.VALUE));

  @Test
  void onlyPositionsAndTransactionsThatWaitGoOn() {
    assertThat(dropped(CarryOver.onlySources(CarryOver.Extent.SOURCES)))
        .containsExactlyInAnyOrder("sums", "materializer", "stranger");
  }

  @Test
  void aDrainedJobLeavesNothingButPositions() {
    assertThat(dropped(CarryOver.onlySources(CarryOver.Extent.DRAINED_SOURCES)))
        .containsExactlyInAnyOrder("sums", "materializer", "writer", "committer", "stranger");
  }

  /** A left join that becomes an inner one: Flink refuses the start because of them. */
  @Test
  void rowsThatASinkNeedsNoLongerAreFound() {
    OperatorUids.Assignment again =
        OperatorUids.assign(Plans.plan("agg"), "shop", Map.of(), PLAN.uids());

    assertThat(
            Verdicts.unusable(
                again,
                new StateEvidence.Read(SNAPSHOT, Optional.empty(), "a checkpoint"),
                OptionalInt.empty(),
                CarriedStates.NONE))
        .extracting(StateSnapshot.Operator::id)
        .containsExactly("materializer");
  }

  @Test
  void anOperatorOfNoUidDoesNotGoOn() {
    StateSnapshot flinks =
        snapshot(
            new StateSnapshot.Operator(
                "nameless",
                Optional.empty(),
                Optional.empty(),
                1,
                128,
                10,
                0,
                false,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty()));

    assertThat(
            CarryOver.onlySources(CarryOver.Extent.SOURCES)
                .in(flinks, PLAN.plan(), Map.of())
                .dropped())
        .containsExactly("nameless");
  }

  @Test
  void whatIsNamedIsLeftOutAndTheRestGoesOn() {
    assertThat(dropped(new CarryOver(List.of(AGGREGATE), List.of("stranger"), List.of())))
        .containsExactlyInAnyOrder("sums", "stranger");
  }

  @Test
  void aLedgerGivesBackWhatItWasGiven() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    CarryOver given = CarryOver.onlySources(CarryOver.Extent.DRAINED_SOURCES);

    assertThat(json.readValue(json.writeValueAsString(given), CarryOver.class)).isEqualTo(given);
    assertThat(
            json.readValue(
                "{\"dropped\":[\"a\"],\"droppedIds\":[],\"migrations\":[]}", CarryOver.class))
        .isEqualTo(new CarryOver(List.of("a"), List.of(), List.of()));
  }

  private static List<String> dropped(CarryOver carryOver) {
    return carryOver.in(SNAPSHOT, PLAN.plan(), Map.of()).dropped();
  }

  private static String uid(OperatorRole role) {
    return PLAN.uids().stream()
        .filter(operator -> operator.role() == role)
        .findFirst()
        .orElseThrow()
        .uid()
        .replace("<transformation>", "any");
  }

  private static StateSnapshot snapshot(StateSnapshot.Operator... operators) {
    return new StateSnapshot(
        "file:/savepoint",
        StateSnapshot.Kind.SAVEPOINT,
        StateSnapshot.Format.NATIVE,
        1,
        Instant.EPOCH,
        1000,
        List.of(operators));
  }

  private static StateSnapshot.Operator operator(String id, String uid, StateKind kind) {
    return new StateSnapshot.Operator(
        id,
        Optional.of(uid),
        Optional.empty(),
        1,
        128,
        10,
        0,
        false,
        List.of(
            new StateSnapshot.State(
                "state", kind, List.of(), List.of(), List.of(), List.of(), false)),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
