package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.state.StateVerdict.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What becomes of each operator's state when positions alone go on. */
public final class PositionVerdicts {
  private static final String ANSWERED =
      "rows that wait there for an answer are written before the job stops";

  private final StateEvidence evidence;
  private final Optional<TimeWaits> drained;

  private PositionVerdicts(StateEvidence evidence, Optional<TimeWaits> drained) {
    this.evidence = requireNonNull(evidence, "evidence");
    this.drained = requireNonNull(drained, "drained");
  }

  /**
   * All verdicts.
   *
   * @param drained what comes out of the old job before it stops; empty when it is not drained
   */
  public static Verdicts.Result of(
      OperatorUids.Assignment assignment, StateEvidence evidence, Optional<TimeWaits> drained) {
    PositionVerdicts verdicts = new PositionVerdicts(evidence, drained);
    Verdicts.Result carried = Verdicts.of(assignment, evidence, OptionalInt.empty());
    return new Verdicts.Result(
        carried.ofNodes().stream()
            .map(node -> new Verdicts.OfNode(node.node(), verdicts.ofNode(node)))
            .toList(),
        carried.ofGone().stream()
            .map(gone -> verdicts.ofGone(gone, assignment.withoutOwner()))
            .toList());
  }

  private StateVerdict ofNode(Verdicts.OfNode node) {
    Optional<OperatorUid> previous = node.node().previous();
    StateVerdict carried = node.verdict();
    if (previous.isEmpty()) {
      return carried;
    }
    return switch (carried.role()) {
      case SOURCE -> carried;
      case WAITING -> drained.isPresent() ? given(carried, Kind.KEPT, ANSWERED) : carried;
      case STATEFUL, STATELESS ->
          given(carried, Kind.RESET, words(previous.get()) + "; it starts empty here");
      case SINK -> ofSink(carried, previous.get());
    };
  }

  /** Writers go on only with what they have prepared; who remembers rows for them forgets. */
  private StateVerdict ofSink(StateVerdict carried, OperatorUid sink) {
    long remembered = rememberedBytes(sink);
    if (remembered > 0) {
      return new StateVerdict(
          Kind.RESET,
          carried.role(),
          carried.operator(),
          OptionalLong.of(remembered),
          "the rows it has written are forgotten: a deletion of one may be lost, or reach its table"
              + " without need; what it has prepared is committed",
          carried.evidence(),
          false);
    }
    return evidence instanceof StateEvidence.Unreadable
        ? carried
        : given(carried, Kind.KEPT, "what it has prepared is committed");
  }

  private long rememberedBytes(OperatorUid sink) {
    return evidence instanceof StateEvidence.Read read
        ? read.snapshot().operators().stream()
            .filter(
                operator ->
                    operator.uid().filter(uid -> PlanState.isOf(uid, sink.uid())).isPresent())
            .filter(operator -> operator.states().stream().anyMatch(CarryOver::isByKey))
            .mapToLong(StateSnapshot.Operator::bytes)
            .sum()
        : 0;
  }

  private StateVerdict ofGone(StateVerdict gone, List<OperatorUid> withoutOwner) {
    return switch (gone.role()) {
      case SOURCE -> given(gone, Kind.RESET, "it is no longer read; its positions are given up");
      case WAITING -> drained.isPresent() ? given(gone, Kind.RESET, ANSWERED) : gone;
      case STATEFUL, STATELESS ->
          given(
              gone,
              Kind.RESET,
              withoutOwner.stream()
                  .filter(old -> old.description().equals(gone.operator()))
                  .findFirst()
                  .map(this::words)
                  .orElse("it is given up, as was chosen"));
      case SINK -> gone;
    };
  }

  private String words(OperatorUid old) {
    Optional<TimeWaits.Held> held = drained.flatMap(waits -> waits.of(old));
    if (held.isEmpty()) {
      return "it is given up, as was chosen";
    }
    return switch (held.get()) {
      case WINDOWS ->
          "its open windows are written before the job stops; one that goes on after the switch"
              + " comes a second time, with the rows from then on";
      case ROWS ->
          "rows that wait in it are written before the job stops; what else it remembers is given"
              + " up, as was chosen";
    };
  }

  private static StateVerdict given(StateVerdict verdict, Kind kind, String reason) {
    return new StateVerdict(
        kind,
        verdict.role(),
        verdict.operator(),
        verdict.bytes(),
        reason,
        verdict.evidence(),
        false);
  }
}
