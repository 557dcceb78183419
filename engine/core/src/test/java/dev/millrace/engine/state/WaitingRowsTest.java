package dev.millrace.engine.state;

import static dev.millrace.engine.state.Carrying.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.StateKind;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.state.StateVerdict.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that wait for the answer of an asynchronous function when a job stops. */
class WaitingRowsTest {
  /** They are rows as they came, and are asked for once more by whoever goes on. */
  @ParameterizedTest
  @CsvSource({"async, async-behind", "async, async-more", "async-more, async"})
  void theyAreKeptWhateverIsAskedForThem(String before, String after) {
    assertThat(of(judge(before, after))).isEqualTo(Kind.KEPT);
  }

  @ParameterizedTest
  @CsvSource({"async, async-filtered", "async, async-other"})
  void theyAreLostWhereTheyAreWantedWithOtherColumns(String before, String after) {
    Verdicts.Result result = judge(before, after);
    assertThat(of(result)).isEqualTo(Kind.EMPTY);
    assertThat(result.ofGone())
        .singleElement()
        .satisfies(
            gone -> {
              assertThat(gone.kind()).isEqualTo(Kind.LOST);
              assertThat(gone.role()).isEqualTo(OperatorRole.WAITING);
              assertThat(gone.reason()).contains("when the job stops are lost");
            });
  }

  /** The positions of the sources have passed them. */
  @Test
  void theyGoOnWithPositionsAlone() {
    OperatorUids.Assignment old = assign("async", List.of());
    StateSnapshot.Operator waiting = operators(old).getFirst();
    CarryOver positions = CarryOver.onlySources(CarryOver.Extent.SOURCES);
    CarryOver drained = CarryOver.onlySources(CarryOver.Extent.DRAINED_SOURCES);

    assertThat(positions.in(checkpoint(operators(old)), old.plan(), Map.of()).dropped())
        .doesNotContain(waiting.id());
    assertThat(drained.in(checkpoint(operators(old)), old.plan(), Map.of()).dropped())
        .contains(waiting.id());
  }

  /** What stands beside an awaited call is what it was before, however the call changes. */
  @Test
  void aColumnBesideAnAwaitedCallIsFollowedToItsTable() {
    CompiledPlan plan = CompiledPlan.parse(Plans.plan("async"));
    List<Fingerprints.Facts> facts = Fingerprints.of(plan);
    int call = plan.nodes().stream().map(CompiledPlan.Node::type).toList().indexOf("async-calc");
    Fingerprints.Facts rows = facts.get(plan.nodes().get(call).inputs().getFirst());

    assertThat(facts.get(call).fields().getFirst()).isEqualTo(rows.fields().getFirst());
    assertThat(facts.get(call).fields().getLast()).isNotIn(rows.fields());
    assertThat(facts.get(call).rows()).isEqualTo(rows.rows());
  }

  private static Verdicts.Result judge(String before, String after) {
    OperatorUids.Assignment old = assign(before, List.of());
    return Verdicts.of(
        assign(after, old.uids()),
        new StateEvidence.Read(
            checkpoint(operators(old)),
            Optional.of(new StateTools.Contract(List.of(), List.of())),
            "it"),
        OptionalInt.of(128));
  }

  private static Kind of(Verdicts.Result result) {
    return result.ofNodes().stream()
        .map(Verdicts.OfNode::verdict)
        .filter(verdict -> verdict.role() == OperatorRole.WAITING)
        .map(StateVerdict::kind)
        .findFirst()
        .orElseThrow();
  }

  private static OperatorUids.Assignment assign(String plan, List<OperatorUid> previous) {
    return OperatorUids.assign(Plans.plan(plan), "shop", Map.of(), previous);
  }

  private static List<StateSnapshot.Operator> operators(OperatorUids.Assignment assignment) {
    return assignment.uids().stream()
        .filter(uid -> uid.role() == OperatorRole.WAITING)
        .map(
            uid ->
                new StateSnapshot.Operator(
                    "a".repeat(32),
                    Optional.of(uid.uid().replace("<transformation>", "async-calc")),
                    Optional.of("async-calc[3]"),
                    1,
                    128,
                    700,
                    0,
                    false,
                    List.of(
                        new StateSnapshot.State(
                            "_async_wait_operator_state_",
                            StateKind.OPERATOR,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of("StreamElement"),
                            false)),
                    List.of(),
                    List.of(),
                    Optional.empty()))
        .toList();
  }
}
