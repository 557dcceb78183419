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
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final OperatorUids.Assignment OLD =
      OperatorUids.assign(Plans.plan("agg"), "shop", Map.of(), List.of());
  private static final String EVIDENCE = "metadata of checkpoint 12, 3 s old; dry run";

  @Test
  void whatMeansTheSameIsKeptWithItsSize() {
    StateVerdict verdict = stateful(judge("agg-having", read(stored(), none())));

    assertThat(verdict.kind()).isEqualTo(Kind.KEPT);
    assertThat(verdict.bytes()).isEqualTo(OptionalLong.of(700));
    assertThat(verdict.evidence()).isEqualTo(EVIDENCE);
    assertThat(verdict.isSafe()).isTrue();
  }

  @Test
  void whatIsReachedByOtherRowsChangesItsMeaning() {
    StateVerdict verdict = stateful(judge("agg-filter-before", read(stored(), none())));

    assertThat(verdict.kind()).isEqualTo(Kind.MEANING_CHANGED);
    assertThat(verdict.isSafe()).isFalse();
  }

  @Test
  void whatMeansSomethingElseIsLostAndTheNewOneIsEmpty() {
    Verdicts.Result result = judge("agg-max", read(stored(), none()));

    assertThat(stateful(result).kind()).isEqualTo(Kind.EMPTY);
    assertThat(result.ofGone())
        .singleElement()
        .satisfies(
            gone -> {
              assertThat(gone.kind()).isEqualTo(Kind.LOST);
              assertThat(gone.bytes()).isEqualTo(OptionalLong.of(700));
            });
  }

  @Test
  void aSourceThatIsStillReadKeepsItsPositions() {
    Verdicts.Result result = judge("agg-max", read(stored(), none()));

    assertThat(of(result, OperatorRole.SOURCE).kind()).isEqualTo(Kind.KEPT);
  }

  @Test
  void whatNobodyCanLookAtIsUnknownWhateverThePlansSay() {
    Verdicts.Result result =
        judge("agg-having", new StateEvidence.Unreadable("there is no file system for s3:"));

    assertThat(result.ofNodes())
        .extracting(node -> node.verdict().kind())
        .containsOnly(Kind.UNKNOWN);
    assertThat(stateful(result).reason())
        .isEqualTo(
            "by the plans it means what it meant, but its state cannot be looked at: there is no"
                + " file system for s3:");
  }

  @Test
  void whatFlinkWouldRefuseIsSaidBeforeItDoes() {
    StateTools.Mismatch mismatch =
        new StateTools.Mismatch(
            "a".repeat(32),
            "accState",
            StateTools.Part.VALUE,
            List.of("BIGINT", "BIGINT"),
            List.of("BIGINT"));

    StateVerdict verdict =
        stateful(
            judge(
                "agg-having",
                read(stored(), new StateTools.Contract(List.of(), List.of(mismatch)))));

    assertThat(verdict.kind()).isEqualTo(Kind.LOST);
    assertThat(verdict.refused()).isTrue();
    assertThat(verdict.reason())
        .isEqualTo(
            "Flink would refuse it: accState holds (BIGINT, BIGINT), and the new plan wants"
                + " BIGINT");
  }

  @Test
  void anotherMaximumParallelismIsRefused() {
    StateVerdict verdict = stateful(judge("agg-having", read(stored(), spreadOver(256))));

    assertThat(verdict.refused()).isTrue();
    assertThat(verdict.reason()).contains("cut into 128 parts, and the job wants 256");
  }

  @Test
  void anOperatorThatCannotBeSpreadKeepsItsOnePart() {
    StateSnapshot.Operator whole = stored().getFirst();
    StateSnapshot.Operator single = spread(whole, 1);

    assertThat(stateful(judge("agg-having", read(List.of(single), spreadOver(1)))).kind())
        .isEqualTo(Kind.KEPT);
  }

  private static StateTools.Contract spreadOver(int parts) {
    return new StateTools.Contract(List.of(spread(stored().getFirst(), parts)), List.of());
  }

  private static StateSnapshot.Operator spread(StateSnapshot.Operator operator, int parts) {
    return new StateSnapshot.Operator(
        operator.id(),
        operator.uid(),
        operator.name(),
        1,
        parts,
        operator.bytes(),
        0,
        false,
        operator.states(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Test
  void aTimeToLiveIsAMigration() {
    StateVerdict verdict =
        stateful(
            judge("agg-having", read(stored(), contract(List.of(accumulators("accState", true))))));

    assertThat(verdict.kind()).isEqualTo(Kind.MIGRATED);
    assertThat(verdict.isSafe()).isTrue();
  }

  @Test
  void aStateUnderAnotherNameIsNotCalledKept() {
    StateVerdict verdict =
        stateful(
            judge("agg-having", read(stored(), contract(List.of(accumulators("other", false))))));

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.reason())
        .isEqualTo(
            "the new plan does not keep accState, which is given up; it keeps other too now, which"
                + " starts empty");
  }

  @Test
  void stateThatNoPlanKnowsIsLost() {
    StateSnapshot.Operator stranger = operator("c", "shop/rank.1-00/rank", 50, List.of());

    Verdicts.Result result =
        judge("agg-having", read(List.of(stored().getFirst(), stranger), none()));

    assertThat(result.ofGone())
        .singleElement()
        .satisfies(
            gone -> {
              assertThat(gone.kind()).isEqualTo(Kind.LOST);
              assertThat(gone.bytes()).isEqualTo(OptionalLong.of(50));
            });
  }

  @Test
  void stateWhoseFileIsMissingIsUnknown() {
    StateSnapshot.Operator whole = stored().getFirst();
    StateSnapshot.Operator broken =
        new StateSnapshot.Operator(
            whole.id(),
            whole.uid(),
            whole.name(),
            1,
            128,
            700,
            0,
            false,
            List.of(),
            List.of(),
            List.of(),
            Optional.of("A file of it is missing"));

    StateVerdict verdict = stateful(judge("agg-having", read(List.of(broken), none())));

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.reason()).isEqualTo("A file of it is missing");
  }

  private static Verdicts.Result judge(String plan, StateEvidence evidence) {
    return Verdicts.of(
        OperatorUids.assign(Plans.plan(plan), "shop", Map.of(), OLD.uids()),
        evidence,
        OptionalInt.of(128));
  }

  private static StateVerdict stateful(Verdicts.Result result) {
    return of(result, OperatorRole.STATEFUL);
  }

  private static StateVerdict of(Verdicts.Result result, OperatorRole role) {
    return result.ofNodes().stream()
        .map(Verdicts.OfNode::verdict)
        .filter(verdict -> verdict.role() == role)
        .findFirst()
        .orElseThrow();
  }

  private static StateEvidence read(
      List<StateSnapshot.Operator> operators, StateTools.Contract contract) {
    return new StateEvidence.Read(checkpoint(operators), Optional.of(contract), EVIDENCE);
  }

  private static StateTools.Contract none() {
    return new StateTools.Contract(List.of(), List.of());
  }

  private static StateTools.Contract contract(List<StateSnapshot.State> states) {
    return new StateTools.Contract(
        List.of(operator("a", stored().getFirst().uid().orElseThrow(), 0, states)), List.of());
  }

  /** What the aggregate of the old plan has left. */
  private static List<StateSnapshot.Operator> stored() {
    String uid =
        OLD.uids().stream()
            .filter(operator -> operator.role() == OperatorRole.STATEFUL)
            .map(operator -> operator.uid().replace("<transformation>", "group-aggregate"))
            .findFirst()
            .orElseThrow();
    return List.of(operator("a", uid, 700, List.of(accumulators("accState", false))));
  }

  private static StateSnapshot.State accumulators(String name, boolean timeToLive) {
    return new StateSnapshot.State(
        name,
        StateKind.VALUE,
        List.of("BIGINT"),
        List.of(),
        List.of(),
        List.of("DECIMAL(38, 2)", "BIGINT"),
        timeToLive);
  }

  private static StateSnapshot.Operator operator(
      String digit, String uid, long bytes, List<StateSnapshot.State> states) {
    return new StateSnapshot.Operator(
        digit.repeat(32),
        Optional.of(uid),
        Optional.of("GroupAggregate[4]"),
        1,
        128,
        bytes,
        0,
        false,
        states,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
