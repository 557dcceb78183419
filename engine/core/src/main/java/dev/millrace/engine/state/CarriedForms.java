package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.state.CarriedState.Reaching;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which fields of the state of an operator of the old plan make up that of an operator of the
 * new one, for each kind of operator whose state can be brought into another form.
 *
 * @param withGaps whether rows that are brought over may be NULL in columns that they did not have
 */
record CarriedForms(
    CarrySide before,
    CarrySide after,
    StateSnapshot snapshot,
    StateTools.Contract contract,
    Choices choices,
    boolean withGaps) {
  /**
   * What rankings and frames keep besides: numbers, times, sort keys, and sums of the columns that
   * they name.
   */
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

  CarriedForms {
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    requireNonNull(snapshot, "snapshot");
    requireNonNull(contract, "contract");
    requireNonNull(choices, "choices");
  }

  /**
   * The state of one operator in the form of another.
   *
   * @param storedUid of what has the state, as a savepoint has it
   * @param uid of what gets it, as a savepoint has it
   * @param moves states that change
   * @param stories what becomes of what it keeps
   * @param starting columns of the rows it hands on that are NULL in rows from before
   * @param reaching which rows reach it, beside those of before
   */
  record Form(
      String storedUid,
      String uid,
      List<StateMove> moves,
      List<FieldStory> stories,
      Set<Integer> starting,
      Reaching reaching) {
    Form {
      moves = List.copyOf(moves);
      stories = List.copyOf(stories);
      starting = Set.copyOf(starting);
    }
  }

  /** The same where no row may be NULL in a column that it did not have. */
  CarriedForms withoutGaps() {
    return new CarriedForms(before, after, snapshot, contract, choices, false);
  }

  /**
   * @param old position of the operator that has the state
   * @param now position of the one that is to get it
   * @param missing by the position of each node before it, columns that are NULL in rows of before
   *     that it hands on
   */
  Optional<Form> of(int old, int now, List<Set<Integer>> missing) {
    return after.uids().get(now).role() == OperatorRole.SINK
        ? materialized(old, now, missing)
        : carried(old, now, missing);
  }

  /**
   * Rows that sinks remember for their key, where the columns are others than before. The sink is
   * the same, so Flink would hand it rows that it cannot read.
   */
  private Optional<Form> materialized(int old, int now, List<Set<Integer>> missing) {
    Optional<StateSnapshot.Operator> stored =
        remembering(snapshot.operators(), before.uids().get(old));
    Optional<StateSnapshot.Operator> wanted =
        remembering(contract.operators(), after.uids().get(now));
    Optional<Materializer> sink = Materializer.of(before, old);
    if (stored.isEmpty()
        || wanted.isEmpty()
        || stored.get().problem().isPresent()
        || sink.isEmpty()
        || Materializer.of(after, now).filter(sink.get()::keepsRowsAs).isEmpty()
        || stored.get().states().stream()
            .anyMatch(state -> isKeyed(state) && !state.name().equals(Materializer.ROWS))) {
      return Optional.empty();
    }
    int inputBefore = before.node(old).inputs().getFirst();
    int inputAfter = after.node(now).inputs().getFirst();
    RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
    boolean findsByKey = Materializer.of(after, now).orElseThrow().findsWithout(rows.starting());
    if (rows.fields().isEmpty() || !(findsByKey || areFound(rows, inputAfter, missing))) {
      return Optional.empty();
    }
    // What a sink remembers is handed on to nobody.
    return Optional.of(
        form(
            stored.get(),
            wanted.get(),
            List.of(new StateMove(Materializer.ROWS, Materializer.ROWS, rows.fields())),
            rows.stories(),
            Set.of(),
            sameRows(inputBefore, inputAfter) ? Reaching.SAME : Reaching.OTHERS));
  }

  private static Optional<StateSnapshot.Operator> remembering(
      List<StateSnapshot.Operator> operators, OperatorUid sink) {
    List<StateSnapshot.Operator> found =
        operators.stream()
            .filter(
                operator ->
                    operator.uid().filter(uid -> PlanState.isOf(uid, sink.uid())).isPresent())
            .filter(operator -> state(operator, Materializer.ROWS).isPresent())
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Optional<Form> carried(int old, int now, List<Set<Integer>> missing) {
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
    List<String> sides = CarrySide.SIDES.get(type);
    if (sides != null) {
      return joined(old, now, stored.get(), wanted.get(), sides, missing);
    }
    Set<String> holding = CarrySide.HOLDING_ROWS.get(type);
    return holding == null
        ? byRow(old, now, stored.get(), wanted.get())
        : holdingRows(old, now, stored.get(), wanted.get(), holding, missing);
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

  private Optional<Form> aggregate(
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
                form(
                    stored,
                    wanted,
                    moves(found, stored),
                    found.stories(),
                    Set.of(),
                    reaching(old, now)));
  }

  private static List<StateMove> moves(AggregateMoves.Found found, StateSnapshot.Operator stored) {
    List<StateMove> moves = new ArrayList<>(List.of(found.move()));
    for (StateSnapshot.State state : stored.states()) {
      if (found.leftOut().stream().anyMatch(state.name()::startsWith)) {
        moves.add(new StateMove(state.name(), null, List.of()));
      }
    }
    return moves;
  }

  private static List<AggregateCall> calls(CarrySide side, int position) {
    int first = side.firstPhase(position).orElseThrow();
    int input = side.node(first).inputs().getFirst();
    RowMoves.Rows rows = side.rows(input);
    return AggregateCall.of(side.node(position).json(), rows.exact(), rows.loose(), rows.columns());
  }

  /** Of an operator with one input. */
  private Reaching reaching(int old, int now) {
    return reaching(sameRows(entry(before, old), entry(after, now)), old, now, false);
  }

  /**
   * @param same whether all rows are the same
   * @param swapped whether the inputs come the other way round
   */
  private Reaching reaching(boolean same, int old, int now, boolean swapped) {
    if (same) {
      return Reaching.SAME;
    }
    Optional<KeyedRows> then = before.keyed(old).map(rows -> swapped ? rows.turned() : rows);
    return then.isPresent()
            && after.keyed(now).filter(rows -> rows.haveOnlyKeysOf(then.get())).isPresent()
        ? Reaching.OF_FEWER_KEYS
        : Reaching.OTHERS;
  }

  private boolean sameRows(int nodeBefore, int nodeAfter) {
    return before.loose().get(nodeBefore).rows().equals(after.loose().get(nodeAfter).rows());
  }

  /** The input of an operator; of two phases, that of the first. */
  private static int entry(CarrySide side, int position) {
    return side.node(side.firstPhase(position).orElse(position)).inputs().getFirst();
  }

  /**
   * @param records states that hold the rows of each side
   */
  private Optional<Form> joined(
      int old,
      int now,
      StateSnapshot.Operator stored,
      StateSnapshot.Operator wanted,
      List<String> records,
      List<Set<Integer>> missing) {
    CompiledPlan.Node nodeBefore = before.node(old);
    CompiledPlan.Node nodeAfter = after.node(now);
    boolean straight = isSide(nodeBefore, 0, nodeAfter, 0) && isSide(nodeBefore, 1, nodeAfter, 1);
    // Sides of a join in time have each their part in it, so only a plain one is turned.
    boolean turns = nodeAfter.type().equals("join");
    boolean swapped =
        turns && isSide(nodeBefore, 0, nodeAfter, 1) && isSide(nodeBefore, 1, nodeAfter, 0);
    if (straight && swapped) {
      // A table that is joined with itself by the same columns: only its rows may tell its sides.
      straight = areTwins(nodeBefore, nodeAfter, false);
      swapped = !straight && areTwins(nodeBefore, nodeAfter, true);
    }
    if (straight == swapped || !keepsMarks(nodeBefore, nodeAfter)) {
      return Optional.empty();
    }
    List<StateMove> moves = new ArrayList<>();
    List<FieldStory> stories = new ArrayList<>();
    Set<Integer> starts = new HashSet<>();
    boolean sameRows =
        ColumnOrigins.joinBounds(nodeBefore).equals(ColumnOrigins.joinBounds(nodeAfter));
    for (int side = 0; side < 2; side++) {
      int other = swapped ? 1 - side : side;
      int inputBefore = nodeBefore.inputs().get(side);
      int inputAfter = nodeAfter.inputs().get(other);
      Optional<StateSnapshot.State> held = state(stored, records.get(side));
      if (held.isEmpty() || state(wanted, records.get(other)).isEmpty()) {
        return Optional.empty();
      }
      RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
      if (turns
          && isByRow(held.get(), before.rows(inputBefore))
          && !areFound(rows, inputAfter, missing)) {
        return Optional.empty();
      }
      int first = other == 0 ? 0 : after.rows(nodeAfter.inputs().getFirst()).columns().size();
      rows.starting().forEach(column -> starts.add(first + column));
      if (!rows.fields().isEmpty() || side != other) {
        moves.add(new StateMove(records.get(side), records.get(other), rows.fields()));
      }
      stories.addAll(rows.stories());
      sameRows &= sameRows(inputBefore, inputAfter);
    }
    if (!withGaps && !starts.isEmpty()) {
      return Optional.empty();
    }
    if (swapped) {
      stories.addFirst(
          new FieldStory("the sides", FieldStory.Kind.EXACT, "go over the other way round"));
    }
    return Optional.of(
        form(stored, wanted, moves, stories, starts, reaching(sameRows, old, now, swapped)));
  }

  /**
   * Whether the sides of a join of a table with itself remember the same rows as before.
   *
   * @param swapped each side those of the other one; then no condition that counts may tell them
   *     apart
   */
  private boolean areTwins(CompiledPlan.Node old, CompiledPlan.Node now, boolean swapped) {
    for (int side = 0; side < 2; side++) {
      if (!sameRows(old.inputs().get(side), now.inputs().get(swapped ? 1 - side : side))) {
        return false;
      }
    }
    String type = old.json().path("joinSpec").path("joinType").asText();
    String wanted =
        !swapped
            ? type
            : switch (type) {
              case "INNER", "FULL" -> type;
              case "LEFT" -> "RIGHT";
              case "RIGHT" -> "LEFT";
              default -> "";
            };
    return now.json().path("joinSpec").path("joinType").asText().equals(wanted)
        && (!swapped
            || Fingerprints.keepsEachRow(old)
            || !Fingerprints.joinCondition(old).isObject());
  }

  /**
   * An interval join marks rows of a side that have found a partner where those without are handed
   * on, and where they are not it does not: the marks of before must be those that are wanted.
   */
  private boolean keepsMarks(CompiledPlan.Node old, CompiledPlan.Node now) {
    if (!now.type().equals("interval-join") || Fingerprints.keepsEachRow(now)) {
      return true;
    }
    String type = Fingerprints.joinSpec(old).path("joinType").asText();
    return (type.equals("FULL")
            || Fingerprints.joinSpec(now).path("joinType").asText().equals(type))
        && condition(before, old).equals(condition(after, now));
  }

  private static String condition(CarrySide side, CompiledPlan.Node join) {
    return ColumnOrigins.joinCondition(
        join, join.inputs().stream().map(side.loose()::get).toList());
  }

  /** Whether rows are counted, which are found by all of their columns, instead of kept by key. */
  private static boolean isByRow(StateSnapshot.State records, RowMoves.Rows rows) {
    return records.kind() == StateSnapshot.StateKind.MAP
        && records.mapKey().size() == rows.columns().size();
  }

  private boolean isSide(CompiledPlan.Node old, int side, CompiledPlan.Node now, int other) {
    return before.joinSide(old, side).equals(after.joinSide(now, other));
  }

  /**
   * @param holding states that hold rows as they reach the operator
   */
  private Optional<Form> holdingRows(
      int old,
      int now,
      StateSnapshot.Operator stored,
      StateSnapshot.Operator wanted,
      Set<String> holding,
      List<Set<Integer>> missing) {
    int inputBefore = before.node(old).inputs().getFirst();
    int inputAfter = after.node(now).inputs().getFirst();
    RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
    // A row that is taken back is looked for by all of its columns.
    boolean searched =
        before.node(old).json().path("rankStrategy").path("type").asText().equals("Retract");
    if ((searched && !areFound(rows, inputAfter, missing))
        || !(withGaps || rows.starting().isEmpty())) {
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
            form(stored, wanted, moves, rows.stories(), rows.starting(), reaching(old, now)));
  }

  private static boolean isKeyed(StateSnapshot.State state) {
    return switch (state.kind()) {
      case VALUE, MAP, LIST -> true;
      case TIMERS, OPERATOR, BROADCAST, POSITIONS, TRANSACTIONS, RAW -> false;
    };
  }

  private Optional<Form> byRow(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted) {
    int inputBefore = before.node(old).inputs().getFirst();
    int inputAfter = after.node(now).inputs().getFirst();
    RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
    List<StateMove> moves = new ArrayList<>();
    if (isFirstByArrival(before.node(old))
        && stored.states().stream().anyMatch(CarriedForms::isFlag)) {
      // That there was a first row by arrival is all that is kept, whatever it had.
      return Optional.of(form(stored, wanted, List.of(), List.of(), Set.of(), reaching(old, now)));
    }
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
    if (moves.isEmpty() || !(withGaps || rows.starting().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        form(
            stored,
            wanted,
            moves,
            rows.stories(),
            rows.starting(),
            before.remembers(old).equals(after.remembers(now))
                ? reaching(old, now)
                : Reaching.OTHERS));
  }

  private static boolean isFirstByArrival(CompiledPlan.Node node) {
    return node.type().equals("deduplicate")
        && !node.json().path("keepLastRow").asBoolean()
        && !node.json().path("isRowtime").asBoolean();
  }

  private static boolean isFlag(StateSnapshot.State state) {
    return state.kind() == StateSnapshot.StateKind.VALUE
        && state.value().size() == 1
        && state.value().getFirst().startsWith("BOOLEAN");
  }

  private static Form form(
      StateSnapshot.Operator stored,
      StateSnapshot.Operator wanted,
      List<StateMove> moves,
      List<FieldStory> stories,
      Set<Integer> starting,
      Reaching reaching) {
    return new Form(
        stored.uid().orElseThrow(), wanted.uid().orElseThrow(), moves, stories, starting, reaching);
  }

  /**
   * Whether rows that were brought over are found again when they are taken back, by all of their
   * columns.
   */
  private boolean areFound(RowMoves rows, int input, List<Set<Integer>> missing) {
    return !after.takesBack(input) || missing.get(input).containsAll(rows.starting());
  }

  private static Optional<StateSnapshot.State> state(StateSnapshot.Operator operator, String name) {
    return operator.states().stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
