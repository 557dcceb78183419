package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators of a new plan that can be given the state of operators of the old one although
 * they do not mean the same: more, fewer or reordered aggregates, other columns, wider types, the
 * sides of a join the other way round.
 *
 * <p>Only what can be told with certainty is found: both operators are the only ones of their
 * shape, and the state that is there has the form that the old plan gives it.
 */
final class CarryOvers {

  /** What they keep besides: numbers, times, sort keys, and sums of the columns that they name. */
  private static final Set<String> WITHOUT_ROWS =
      Set.of(
          "sorted-map",
          "accState",
          "processedCountState",
          "lastTriggeringTsState",
          "smallestTSState",
          "cleanupTsState");

  private static final String ACCUMULATORS = "accState";
  private static final String WINDOW_ACCUMULATORS = "window-aggs";

  private final CarrySide before;
  private final CarrySide after;
  private final StateSnapshot snapshot;
  private final StateTools.Contract contract;
  private final Choices choices;

  private CarryOvers(
      CarrySide before,
      CarrySide after,
      StateSnapshot snapshot,
      StateTools.Contract contract,
      Choices choices) {
    this.before = before;
    this.after = after;
    this.snapshot = requireNonNull(snapshot, "snapshot");
    this.contract = requireNonNull(contract, "contract");
    this.choices = requireNonNull(choices, "choices");
  }

  /**
   * All there are.
   *
   * @param planBefore as it is deployed
   * @param uidsBefore of its nodes, in its order
   * @param planAfter the new one; in both, what the session decides is marked
   * @param assignment of the new plan
   */
  static List<CarriedState> find(
      CompiledPlan planBefore,
      List<OperatorUid> uidsBefore,
      CompiledPlan planAfter,
      OperatorUids.Assignment assignment,
      StateSnapshot snapshot,
      StateTools.Contract contract,
      Choices choices) {
    if (planBefore.nodes().size() != uidsBefore.size()) {
      return List.of();
    }
    return new CarryOvers(
            CarrySide.of(planBefore, uidsBefore),
            CarrySide.of(planAfter, assignment.uids()),
            snapshot,
            contract,
            choices)
        .find(assignment);
  }

  private List<CarriedState> find(OperatorUids.Assignment assignment) {
    List<Integer> news = new ArrayList<>();
    for (int i = 0; i < assignment.operators().size(); i++) {
      OperatorUids.Assigned assigned = assignment.operators().get(i);
      if (assigned.previous().isEmpty() && assigned.operator().role() == OperatorRole.STATEFUL) {
        news.add(i);
      }
    }
    List<Integer> olds = new ArrayList<>();
    for (int i = 0; i < before.uids().size(); i++) {
      OperatorUid old = before.uids().get(i);
      if (old.role() == OperatorRole.STATEFUL && assignment.withoutOwner().contains(old)) {
        olds.add(i);
      }
    }
    List<CarriedState> carried = new ArrayList<>();
    for (int now : news) {
      Optional<String> shape = after.shape(now);
      List<Integer> candidates =
          olds.stream()
              .filter(old -> shape.isPresent() && before.shape(old).equals(shape))
              .toList();
      long rivals = news.stream().filter(other -> after.shape(other).equals(shape)).count();
      if (candidates.size() == 1 && rivals == 1) {
        carry(candidates.getFirst(), now).ifPresent(carried::add);
      }
    }
    return carried;
  }

  private Optional<CarriedState> carry(int old, int now) {
    OperatorUid from = before.uids().get(old);
    OperatorUid to = after.uids().get(now);
    Optional<StateSnapshot.Operator> stored = only(snapshot.operators(), from.uid());
    Optional<StateSnapshot.Operator> wanted = only(contract.operators(), to.uid());
    if (stored.isEmpty() || wanted.isEmpty() || stored.get().problem().isPresent()) {
      return Optional.empty();
    }
    String type = after.node(now).type();
    if (CarrySide.GROUPED.contains(type)) {
      return aggregate(old, now, stored.get(), wanted.get(), ACCUMULATORS);
    }
    if (CarrySide.WINDOWED.contains(type)) {
      return aggregate(old, now, stored.get(), wanted.get(), WINDOW_ACCUMULATORS);
    }
    if (type.equals("join")) {
      return joined(old, now, stored.get(), wanted.get());
    }
    Set<String> holding = CarrySide.HOLDING_ROWS.get(type);
    return holding == null
        ? byRow(old, now, stored.get(), wanted.get())
        : holdingRows(old, now, stored.get(), wanted.get(), holding);
  }

  private static Optional<StateSnapshot.Operator> only(
      List<StateSnapshot.Operator> operators, String format) {
    List<StateSnapshot.Operator> found =
        operators.stream()
            .filter(
                operator -> operator.uid().filter(uid -> PlanState.isOf(uid, format)).isPresent())
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Optional<CarriedState> aggregate(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted, String name) {
    Optional<StateSnapshot.State> there = state(stored, name);
    Optional<StateSnapshot.State> asked = state(wanted, name);
    if (there.isEmpty() || asked.isEmpty()) {
      return Optional.empty();
    }
    List<String> models = after.uids().get(now).models();
    return AggregateMoves.of(
            calls(before, old),
            calls(after, now),
            there.get(),
            asked.get(),
            column -> models.size() == 1 ? choices.of(models.getFirst(), column) : Optional.empty())
        .map(
            found ->
                carried(
                    old,
                    now,
                    wanted,
                    List.of(found.move()),
                    found.stories(),
                    reaching(before, old).equals(reaching(after, now))));
  }

  private static List<AggregateCall> calls(CarrySide side, int position) {
    int first = side.firstPhase(position).orElseThrow();
    int input = side.node(first).inputs().getFirst();
    RowMoves.Rows rows = side.rows(input);
    return AggregateCall.of(side.node(position).json(), rows.exact(), rows.loose(), rows.columns());
  }

  private static String reaching(CarrySide side, int position) {
    return side.loose()
        .get(side.node(side.firstPhase(position).orElse(position)).inputs().getFirst())
        .rows();
  }

  private Optional<CarriedState> joined(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted) {
    CompiledPlan.Node nodeBefore = before.node(old);
    CompiledPlan.Node nodeAfter = after.node(now);
    boolean straight = isSide(nodeBefore, 0, nodeAfter, 0) && isSide(nodeBefore, 1, nodeAfter, 1);
    boolean swapped = isSide(nodeBefore, 0, nodeAfter, 1) && isSide(nodeBefore, 1, nodeAfter, 0);
    // A table that is joined with itself by the same columns has no sides to tell apart.
    if (straight == swapped) {
      return Optional.empty();
    }
    List<StateMove> moves = new ArrayList<>();
    List<FieldStory> stories = new ArrayList<>();
    boolean sameRows = true;
    for (int side = 0; side < 2; side++) {
      int other = swapped ? 1 - side : side;
      int inputBefore = nodeBefore.inputs().get(side);
      int inputAfter = nodeAfter.inputs().get(other);
      if (state(stored, recordsOf(side)).isEmpty() || state(wanted, recordsOf(other)).isEmpty()) {
        return Optional.empty();
      }
      RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
      if (!rows.fields().isEmpty() || side != other) {
        moves.add(new StateMove(recordsOf(side), recordsOf(other), rows.fields()));
      }
      stories.addAll(rows.stories());
      sameRows &=
          before.loose().get(inputBefore).rows().equals(after.loose().get(inputAfter).rows());
    }
    if (swapped) {
      stories.addFirst(
          new FieldStory("the sides", FieldStory.Kind.EXACT, "go over the other way round"));
    }
    return Optional.of(carried(old, now, wanted, moves, stories, sameRows));
  }

  private boolean isSide(CompiledPlan.Node old, int side, CompiledPlan.Node now, int other) {
    return before.joinSide(old, side).equals(after.joinSide(now, other));
  }

  private static String recordsOf(int side) {
    return side == 0 ? "left-records" : "right-records";
  }

  /**
   * @param holding states that hold rows as they reach the operator
   */
  private Optional<CarriedState> holdingRows(
      int old,
      int now,
      StateSnapshot.Operator stored,
      StateSnapshot.Operator wanted,
      Set<String> holding) {
    int inputBefore = before.node(old).inputs().getFirst();
    int inputAfter = after.node(now).inputs().getFirst();
    RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
    // A row that is taken back is looked for by all of its columns.
    boolean searched =
        before.node(old).json().path("rankStrategy").path("type").asText().equals("Retract");
    if (searched
        && rows.stories().stream().anyMatch(story -> story.kind() == FieldStory.Kind.STARTS)) {
      return Optional.empty();
    }
    List<StateMove> moves = new ArrayList<>();
    for (StateSnapshot.State state : stored.states()) {
      if (holding.contains(state.name())) {
        moves.add(new StateMove(state.name(), state.name(), rows.fields()));
      } else if (!WITHOUT_ROWS.contains(state.name()) && isKeyed(state)) {
        return Optional.empty();
      }
    }
    return moves.isEmpty()
        ? Optional.empty()
        : Optional.of(
            carried(
                old,
                now,
                wanted,
                moves,
                rows.stories(),
                before
                    .loose()
                    .get(inputBefore)
                    .rows()
                    .equals(after.loose().get(inputAfter).rows())));
  }

  private static boolean isKeyed(StateSnapshot.State state) {
    return switch (state.kind()) {
      case VALUE, MAP, LIST -> true;
      case TIMERS, OPERATOR, BROADCAST, POSITIONS, TRANSACTIONS, RAW -> false;
    };
  }

  private Optional<CarriedState> byRow(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted) {
    int inputBefore = before.node(old).inputs().getFirst();
    int inputAfter = after.node(now).inputs().getFirst();
    RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
    List<StateMove> moves = new ArrayList<>();
    for (StateSnapshot.State state : stored.states()) {
      if (state.kind() == StateSnapshot.StateKind.VALUE) {
        if (state.value().size() != before.rows(inputBefore).columns().size()
            || state(wanted, state.name()).isEmpty()) {
          return Optional.empty();
        }
        moves.add(new StateMove(state.name(), state.name(), rows.fields()));
      } else if (isKeyed(state)) {
        return Optional.empty();
      }
    }
    if (moves.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        carried(
            old,
            now,
            wanted,
            moves,
            rows.stories(),
            before.loose().get(inputBefore).rows().equals(after.loose().get(inputAfter).rows())));
  }

  private CarriedState carried(
      int old,
      int now,
      StateSnapshot.Operator wanted,
      List<StateMove> moves,
      List<FieldStory> stories,
      boolean sameRows) {
    return new CarriedState(
        before.uids().get(old),
        after.uids().get(now),
        wanted.uid().orElseThrow(),
        moves,
        stories,
        sameRows);
  }

  private static Optional<StateSnapshot.State> state(StateSnapshot.Operator operator, String name) {
    return operator.states().stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
