package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.state.CarriedState.Reaching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators of a new plan that can be given the state of operators of the old one although
 * they do not mean the same: more, fewer or reordered aggregates, other columns, wider types, the
 * sides of a join the other way round.
 *
 * <p>Only what can be told with certainty is found: both operators are the only ones of their
 * shape, or of those the only ones that the same rows reach, and the state that is there has the
 * form that the old plan gives it.
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

  /** Whether rows that are brought over may be NULL in columns that they did not have. */
  private final boolean withGaps;

  /** By the position of an operator that was found: columns that are NULL in rows it was given. */
  private final Map<Integer, Set<Integer>> starting = new HashMap<>();

  /** Operators of the new plan that were found something for. */
  private final Set<OperatorUid> receivers = new HashSet<>();

  /** By the position of each node so far: the same of the rows that it hands on. */
  private final List<Set<Integer>> missing = new ArrayList<>();

  private CarryOvers(
      CarrySide before,
      CarrySide after,
      StateSnapshot snapshot,
      StateTools.Contract contract,
      Choices choices,
      boolean withGaps) {
    this.before = before;
    this.after = after;
    this.snapshot = requireNonNull(snapshot, "snapshot");
    this.contract = requireNonNull(contract, "contract");
    this.choices = requireNonNull(choices, "choices");
    this.withGaps = withGaps;
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
    Set<String> tables = telling(planBefore, planAfter);
    CarrySide before = CarrySide.of(planBefore, uidsBefore, tables);
    CarrySide after = CarrySide.of(planAfter, assignment.uids(), tables);
    CarryOvers carryOvers = new CarryOvers(before, after, snapshot, contract, choices, true);
    List<CarriedState> found = carryOvers.find(assignment);
    // A NULL where a table takes none would stop the job at the first old row that is touched.
    return ColumnGaps.reachTables(after.plan(), carryOvers.starting)
        ? new CarryOvers(before, after, snapshot, contract, choices, false).find(assignment)
        : found;
  }

  /**
   * Tables whose rows tell what the columns of a union are. One that only comes or only goes adds
   * rows or adds no more; where one takes the place of another, its rows may be the same once more.
   */
  private static Set<String> telling(CompiledPlan planBefore, CompiledPlan planAfter) {
    Set<String> before = ColumnOrigins.tables(planBefore);
    Set<String> after = ColumnOrigins.tables(planAfter);
    if (before.containsAll(after)) {
      return after;
    }
    Set<String> all = new HashSet<>(before);
    all.addAll(after);
    return after.containsAll(before) ? before : all;
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
    for (int now = 0; now < after.uids().size(); now++) {
      Optional<CarriedState> found = Optional.empty();
      OperatorUids.Assigned assigned = assignment.operators().get(now);
      if (!assigned.operator().role().keepsState() || knowsThePast(now, assignment)) {
        found = news.contains(now) ? paired(now, news, olds) : materialized(now, assigned);
      }
      found.ifPresent(
          each -> {
            carried.add(each);
            receivers.add(each.to());
          });
      missing.add(missing(now, found));
    }
    return carried;
  }

  /**
   * By operators that are carried over if they are the only ones of their shape; where there are
   * several, as in a union of the same sums over different rows, the only ones that the same rows
   * reach.
   */
  private Optional<CarriedState> paired(int now, List<Integer> news, List<Integer> olds) {
    Optional<String> shape = after.shape(now);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> candidates =
        olds.stream().filter(old -> before.shape(old).equals(shape)).toList();
    List<Integer> rivals = news.stream().filter(other -> after.shape(other).equals(shape)).toList();
    if (candidates.size() > 1 || rivals.size() > 1) {
      List<String> rows = reachingRows(after, now);
      candidates =
          candidates.stream().filter(old -> reachingRows(before, old).equals(rows)).toList();
      rivals = rivals.stream().filter(other -> reachingRows(after, other).equals(rows)).toList();
    }
    return candidates.size() == 1 && rivals.size() == 1
        ? carry(candidates.getFirst(), now)
        : Optional.empty();
  }

  /** Whichever input comes first: sides of a join may be turned. */
  private static List<String> reachingRows(CarrySide side, int position) {
    return side.node(side.firstPhase(position).orElse(position)).inputs().stream()
        .map(input -> side.loose().get(input).rows())
        .sorted()
        .toList();
  }

  /** What it gets from operators that begin anew is not what they handed on before. */
  private boolean knowsThePast(int position, OperatorUids.Assignment assignment) {
    return after.above(position).stream()
        .map(assignment.operators()::get)
        .filter(above -> above.operator().role() == OperatorRole.STATEFUL)
        .allMatch(above -> above.previous().isPresent() || receivers.contains(above.operator()));
  }

  private Set<OperatorUid> above(int position) {
    Set<OperatorUid> above = new HashSet<>();
    after.above(position).stream()
        .map(after.uids()::get)
        .filter(receivers::contains)
        .forEach(above::add);
    return above;
  }

  /** Columns that are NULL in rows from before the switch when they are taken back. */
  private Set<Integer> missing(int position, Optional<CarriedState> found) {
    CompiledPlan.Node node = after.node(position);
    if (found.isPresent()) {
      return starting.getOrDefault(position, Set.of());
    }
    if (node.inputs().size() != 1) {
      return Set.of();
    }
    Set<Integer> above = missing.get(node.inputs().getFirst());
    if (Fingerprints.handsOn(node)) {
      return above;
    }
    Set<Integer> handedOn = new HashSet<>();
    if (node.type().equals("calc")) {
      int column = 0;
      for (JsonNode expression : node.json().path("projection")) {
        if (expression.path("kind").asText().equals("INPUT_REF")
            && above.contains(expression.path("inputIndex").asInt())) {
          handedOn.add(column);
        }
        column++;
      }
    }
    return handedOn;
  }

  /**
   * Whether rows that were brought over are found again when they are taken back, by all of their
   * columns.
   */
  private boolean areFound(RowMoves rows, int input) {
    return !after.takesBack(input) || missing.get(input).containsAll(rows.starting());
  }

  /**
   * Rows that sinks remember for their key, where the columns are others than before. The sink is
   * the same, so Flink would hand it rows that it cannot read.
   */
  private Optional<CarriedState> materialized(int now, OperatorUids.Assigned sink) {
    int old = sink.previous().map(before.uids()::indexOf).orElse(-1);
    return sink.operator().role() == OperatorRole.SINK && old >= 0
        ? materialized(old, now)
        : Optional.empty();
  }

  private Optional<CarriedState> materialized(int old, int now) {
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
    if (rows.fields().isEmpty() || !(findsByKey || areFound(rows, inputAfter))) {
      return Optional.empty();
    }
    return Optional.of(
        carried(
            old,
            now,
            stored.get(),
            wanted.get(),
            List.of(new StateMove(Materializer.ROWS, Materializer.ROWS, rows.fields())),
            rows.stories(),
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
                    stored,
                    wanted,
                    moves(found, stored),
                    found.stories(),
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

  private Optional<CarriedState> joined(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted) {
    CompiledPlan.Node nodeBefore = before.node(old);
    CompiledPlan.Node nodeAfter = after.node(now);
    boolean straight = isSide(nodeBefore, 0, nodeAfter, 0) && isSide(nodeBefore, 1, nodeAfter, 1);
    boolean swapped = isSide(nodeBefore, 0, nodeAfter, 1) && isSide(nodeBefore, 1, nodeAfter, 0);
    if (straight && swapped) {
      // A table that is joined with itself by the same columns: only its rows may tell its sides.
      straight = areTwins(nodeBefore, nodeAfter, false);
      swapped = !straight && areTwins(nodeBefore, nodeAfter, true);
    }
    if (straight == swapped) {
      return Optional.empty();
    }
    List<StateMove> moves = new ArrayList<>();
    List<FieldStory> stories = new ArrayList<>();
    Set<Integer> starts = new HashSet<>();
    boolean sameRows = true;
    for (int side = 0; side < 2; side++) {
      int other = swapped ? 1 - side : side;
      int inputBefore = nodeBefore.inputs().get(side);
      int inputAfter = nodeAfter.inputs().get(other);
      if (state(stored, recordsOf(side)).isEmpty() || state(wanted, recordsOf(other)).isEmpty()) {
        return Optional.empty();
      }
      RowMoves rows = RowMoves.of(before.rows(inputBefore), after.rows(inputAfter));
      if (isByRow(state(stored, recordsOf(side)).orElseThrow(), before.rows(inputBefore))
          && !areFound(rows, inputAfter)) {
        return Optional.empty();
      }
      int first = other == 0 ? 0 : after.rows(nodeAfter.inputs().getFirst()).columns().size();
      rows.starting().forEach(column -> starts.add(first + column));
      if (!rows.fields().isEmpty() || side != other) {
        moves.add(new StateMove(recordsOf(side), recordsOf(other), rows.fields()));
      }
      stories.addAll(rows.stories());
      sameRows &= sameRows(inputBefore, inputAfter);
    }
    if (!withGaps && !starts.isEmpty()) {
      return Optional.empty();
    }
    starting.put(now, starts);
    if (swapped) {
      stories.addFirst(
          new FieldStory("the sides", FieldStory.Kind.EXACT, "go over the other way round"));
    }
    return Optional.of(
        carried(old, now, stored, wanted, moves, stories, reaching(sameRows, old, now, swapped)));
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

  /** Whether rows are counted, which are found by all of their columns, instead of kept by key. */
  private static boolean isByRow(StateSnapshot.State records, RowMoves.Rows rows) {
    return records.kind() == StateSnapshot.StateKind.MAP
        && records.mapKey().size() == rows.columns().size();
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
    if ((searched && !areFound(rows, inputAfter)) || !(withGaps || rows.starting().isEmpty())) {
      return Optional.empty();
    }
    starting.put(now, rows.starting());
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
        : Optional.of(carried(old, now, stored, wanted, moves, rows.stories(), reaching(old, now)));
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
    if (isFirstByArrival(before.node(old))
        && stored.states().stream().anyMatch(CarryOvers::isFlag)) {
      return Optional.of(seen(old, now, stored, wanted));
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
    starting.put(now, rows.starting());
    return Optional.of(
        carried(
            old,
            now,
            stored,
            wanted,
            moves,
            rows.stories(),
            before.remembers(old).equals(after.remembers(now))
                ? reaching(old, now)
                : Reaching.OTHERS));
  }

  /** The first row by arrival: that there was one is all that is kept, whatever it had. */
  private CarriedState seen(
      int old, int now, StateSnapshot.Operator stored, StateSnapshot.Operator wanted) {
    return carried(old, now, stored, wanted, List.of(), List.of(), reaching(old, now));
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

  private CarriedState carried(
      int old,
      int now,
      StateSnapshot.Operator stored,
      StateSnapshot.Operator wanted,
      List<StateMove> moves,
      List<FieldStory> stories,
      Reaching reaching) {
    return new CarriedState(
        before.uids().get(old),
        after.uids().get(now),
        stored.uid().orElseThrow(),
        wanted.uid().orElseThrow(),
        moves,
        stories,
        above(now),
        reaching);
  }

  private static Optional<StateSnapshot.State> state(StateSnapshot.Operator operator, String name) {
    return operator.states().stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
