package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.StateKind;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.state.StateVerdict.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says what becomes of the state of each operator: which operator goes on from which is decided by
 * the plans, whether Flink hands the state over by what is really there.
 */
public final class Verdicts {
  private final StateEvidence evidence;
  private final OptionalInt maxParallelism;
  private final List<CarriedState> carried;
  private final HandedOut handedOut;
  private final Set<OperatorUid> narrowed;

  private Verdicts(
      StateEvidence evidence,
      OptionalInt maxParallelism,
      List<CarriedState> carried,
      HandedOut handedOut,
      Set<OperatorUid> narrowed) {
    this.evidence = requireNonNull(evidence, "evidence");
    this.carried = List.copyOf(carried);
    this.handedOut = requireNonNull(handedOut, "handedOut");
    this.narrowed = Set.copyOf(narrowed);
    this.maxParallelism = requireNonNull(maxParallelism, "maxParallelism");
  }

  /**
   * All verdicts.
   *
   * @param ofNodes one for each operator of the new plan that keeps state, in its order, each with
   *     the node it is about
   * @param ofGone of what the old plan kept and the new one does not
   */
  public record Result(List<OfNode> ofNodes, List<StateVerdict> ofGone) {
    public Result {
      ofNodes = List.copyOf(ofNodes);
      ofGone = List.copyOf(ofGone);
    }
  }

  /** A verdict about a node of the new plan. */
  public record OfNode(OperatorUids.Assigned node, StateVerdict verdict) {
    public OfNode {
      requireNonNull(node, "node");
      requireNonNull(verdict, "verdict");
    }
  }

  /**
   * @param maxParallelism of the new job, where it is fixed; else Flink takes that of the state
   */
  public static Result of(
      OperatorUids.Assignment assignment, StateEvidence evidence, OptionalInt maxParallelism) {
    return of(assignment, evidence, maxParallelism, CarriedStates.NONE, Set.of());
  }

  /**
   * @param carried state that is brought into another form
   * @param narrowed operators of the new plan that get no more rows of some keys, and nothing else
   */
  public static Result of(
      OperatorUids.Assignment assignment,
      StateEvidence evidence,
      OptionalInt maxParallelism,
      CarriedStates carried,
      Set<OperatorUid> narrowed) {
    HandedOut handedOut = HandedOut.of(assignment, carried.receivers());
    return new Verdicts(evidence, maxParallelism, carried.all(), handedOut, narrowed)
        .judge(assignment);
  }

  /**
   * What a job gives up that starts anew.
   *
   * @param operators of the plan that is deployed
   */
  public static List<StateVerdict> reset(List<OperatorUid> operators, StateEvidence evidence) {
    return new Verdicts(evidence, OptionalInt.empty(), List.of(), HandedOut.NONE, Set.of())
        .givenUp(operators);
  }

  private List<StateVerdict> givenUp(List<OperatorUid> operators) {
    List<StateVerdict> verdicts = new ArrayList<>();
    for (OperatorUid operator : operators) {
      List<StateSnapshot.Operator> stored = storedBy(operator.uid());
      boolean holds = stored.stream().anyMatch(StateSnapshot.Operator::holdsSomething);
      if (holds || (operator.role().keepsState() && !(evidence instanceof StateEvidence.Read))) {
        verdicts.add(
            verdict(
                Kind.RESET,
                operator,
                bytes(stored),
                switch (operator.role()) {
                  case SOURCE -> "it is read from where its table says";
                  case SINK -> resetSink(stored);
                  case WAITING -> "rows that wait there for an answer are given up";
                  case STATEFUL, STATELESS -> "it is given up, as was asked for";
                }));
      }
    }
    return verdicts;
  }

  private static String resetSink(List<StateSnapshot.Operator> stored) {
    int pending = pending(stored);
    return pending == 0
        ? "nothing of it waits to be committed"
        : pending + " of its transactions would never be committed";
  }

  private static int pending(List<StateSnapshot.Operator> stored) {
    return stored.stream().mapToInt(operator -> operator.transactions().size()).sum();
  }

  private Result judge(OperatorUids.Assignment assignment) {
    List<OfNode> nodes = new ArrayList<>();
    for (OperatorUids.Assigned assigned : assignment.operators()) {
      List<StateSnapshot.Operator> stored =
          assigned.previous().map(old -> storedBy(old.uid())).orElse(List.of());
      if (assigned.operator().role().keepsState()
          || stored.stream().anyMatch(StateSnapshot.Operator::holdsSomething)) {
        nodes.add(new OfNode(assigned, ofNode(assigned, stored)));
      }
    }
    List<StateVerdict> gone = new ArrayList<>();
    for (OperatorUid old : assignment.withoutOwner()) {
      List<StateSnapshot.Operator> stored = storedBy(old.uid());
      if (carried.stream().noneMatch(each -> each.from().equals(old))) {
        gone.add(ofGone(old, stored));
      }
    }
    if (evidence instanceof StateEvidence.Read read) {
      strangers(assignment, read.snapshot()).stream().map(this::ofStranger).forEach(gone::add);
    }
    return new Result(nodes, gone);
  }

  /** Operators that hold something and that neither the old plan nor the new one knows. */
  public static List<StateSnapshot.Operator> strangers(
      OperatorUids.Assignment assignment, StateSnapshot snapshot) {
    List<String> known = new ArrayList<>();
    assignment
        .operators()
        .forEach(assigned -> assigned.previous().ifPresent(old -> known.add(old.uid())));
    assignment.withoutOwner().forEach(old -> known.add(old.uid()));
    return snapshot.operators().stream()
        .filter(StateSnapshot.Operator::holdsSomething)
        .filter(
            operator ->
                known.stream()
                    .noneMatch(
                        format ->
                            operator.uid().filter(uid -> PlanState.isOf(uid, format)).isPresent()))
        .toList();
  }

  /**
   * Parts of sinks whose rows nobody can go on with, because of which Flink would refuse the start:
   * the new query needs them no longer, or keeps them in another form into which they cannot be
   * brought.
   *
   * @param maxParallelism as for {@link #of}
   */
  public static List<StateSnapshot.Operator> unusable(
      OperatorUids.Assignment assignment,
      StateEvidence evidence,
      OptionalInt maxParallelism,
      CarriedStates carried) {
    Verdicts verdicts =
        new Verdicts(evidence, maxParallelism, carried.all(), HandedOut.NONE, Set.of());
    List<CompiledPlan.Node> nodes = CompiledPlan.parse(assignment.plan()).nodes();
    List<StateSnapshot.Operator> unusable = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      OperatorUids.Assigned assigned = assignment.operators().get(i);
      if (assigned.operator().role() == OperatorRole.SINK) {
        boolean remembers = Materializer.isPartOf(nodes.get(i).json());
        assigned.previous().map(old -> verdicts.storedBy(old.uid())).orElse(List.of()).stream()
            .filter(Verdicts::isByKey)
            .filter(part -> !remembers || verdicts.isUnfit(part))
            .forEach(unusable::add);
      }
    }
    return unusable;
  }

  private static boolean isByKey(StateSnapshot.Operator operator) {
    return operator.states().stream().anyMatch(CarryOver::isByKey);
  }

  /** Whether a part of a sink cannot go on, neither as it is nor in another form. */
  private boolean isUnfit(StateSnapshot.Operator part) {
    return carried.stream().noneMatch(each -> part.uid().equals(Optional.of(each.storedUid())))
        && refusal(List.of(part)).isPresent();
  }

  private List<StateSnapshot.Operator> storedBy(String uidFormat) {
    if (!(evidence instanceof StateEvidence.Read read)) {
      return List.of();
    }
    return read.snapshot().operators().stream()
        .filter(
            operator -> operator.uid().filter(uid -> PlanState.isOf(uid, uidFormat)).isPresent())
        .toList();
  }

  private StateVerdict ofNode(OperatorUids.Assigned assigned, List<StateSnapshot.Operator> stored) {
    OperatorUid operator = assigned.operator();
    Optional<CarriedState> brought =
        carried.stream().filter(each -> each.to().equals(operator)).findFirst();
    if (brought.isPresent()) {
      List<StateSnapshot.Operator> others =
          stored.stream()
              .filter(part -> !part.uid().equals(Optional.of(brought.get().storedUid())))
              .toList();
      return refusal(others)
          .map(reason -> refused(operator, bytes(stored), reason))
          .orElseGet(() -> ofCarried(brought.get()));
    }
    if (assigned.previous().isEmpty()) {
      return verdict(
          Kind.EMPTY,
          operator,
          OptionalLong.empty(),
          switch (operator.role()) {
            case SOURCE -> "it is read from where its table says";
            case SINK -> "it is written for the first time";
            case WAITING -> "no row waits there for an answer yet";
            case STATEFUL, STATELESS ->
                handedOut.without().contains(operator)
                    ? "it starts empty, and rows of VALUES do not come to it: another operator that"
                        + " goes on has had them, and they are handed out once"
                    : "it starts empty and does not know the past";
          });
    }
    if (evidence instanceof StateEvidence.Unreadable unreadable) {
      return verdict(
          Kind.UNKNOWN,
          operator,
          OptionalLong.empty(),
          "by the plans "
              + (changesMeaning(assigned)
                  ? "other rows reach it than before"
                  : "it means what it meant")
              + ", but its state cannot be looked at: "
              + unreadable.why());
    }
    OptionalLong bytes = bytes(stored);
    Predicate<StateSnapshot.Operator> remembered =
        part -> operator.role() == OperatorRole.SINK && isByKey(part) && isUnfit(part);
    return unread(stored)
        .map(problem -> verdict(Kind.UNKNOWN, operator, bytes, problem))
        .or(
            () ->
                refusal(stored.stream().filter(remembered.negate()).toList())
                    .map(reason -> refused(operator, bytes, reason)))
        .or(
            () ->
                refusal(stored.stream().filter(remembered).toList())
                    .map(reason -> rowsLost(operator, bytes, reason)))
        .orElseGet(() -> ofReadable(assigned, stored, bytes));
  }

  /** What is written stays right; what is taken back is no longer known. */
  private StateVerdict rowsLost(OperatorUid sink, OptionalLong bytes, String reason) {
    return verdict(
        Kind.LOST,
        sink,
        bytes,
        "the rows it remembers for each key are given up, since "
            + reason
            + "; a row of before that is taken back without another in its place stays in the"
            + " table");
  }

  private StateVerdict ofCarried(CarriedState state) {
    Kind kind;
    if (!state.undecided().isEmpty()) {
      kind = Kind.DECIDE;
    } else {
      kind = state.isAsExpected() ? Kind.MIGRATED : Kind.MEANING_CHANGED;
    }
    List<String> parts = new ArrayList<>();
    state.stories().forEach(story -> parts.add(story.what() + " " + story.words()));
    switch (state.reaching()) {
      case SAME -> {}
      case OF_FEWER_KEYS ->
          parts.add("rows of some keys reach it no more; what it holds of all others goes on");
      case OTHERS -> parts.add("other rows reach it than before; what it holds stays as it is");
    }
    return verdict(
        kind,
        state.to(),
        bytes(storedBy(state.from().uid())),
        parts.isEmpty()
            ? "its fields go over to their new places, and nothing is lost"
            : String.join("; ", parts));
  }

  private StateVerdict ofReadable(
      OperatorUids.Assigned assigned, List<StateSnapshot.Operator> stored, OptionalLong bytes) {
    OperatorUid operator = assigned.operator();
    if (changesMeaning(assigned)) {
      return verdict(
          Kind.MEANING_CHANGED,
          operator,
          bytes,
          "it goes on, but other rows reach it than before; what it holds stays as it is");
    }
    List<String> differences =
        operator.role() == OperatorRole.STATEFUL ? differences(stored) : List.of();
    if (!differences.isEmpty()) {
      return verdict(Kind.UNKNOWN, operator, bytes, String.join("; ", differences));
    }
    Optional<String> timed = timeToLive(stored);
    if (timed.isPresent()) {
      return verdict(Kind.MIGRATED, operator, bytes, timed.get());
    }
    return verdict(
        Kind.KEPT,
        operator,
        bytes,
        switch (operator.role()) {
          case SOURCE -> "positions are kept; nothing is lost or read twice";
          case SINK -> "what is prepared is committed";
          case WAITING -> "rows that wait there for an answer are asked for once more";
          case STATEFUL, STATELESS ->
              narrowed.contains(operator)
                  ? "rows of some keys reach it no more; what it holds of all others goes on"
                  : "same meaning";
        });
  }

  /**
   * A source reads on from its positions, whatever is made of its rows, and a row that waits for an
   * answer gets one, whatever other rows come after it.
   */
  private boolean changesMeaning(OperatorUids.Assigned assigned) {
    OperatorRole role = assigned.operator().role();
    return role != OperatorRole.SOURCE
        && role != OperatorRole.WAITING
        && !assigned.sameInputs()
        && !narrowed.contains(assigned.operator());
  }

  private StateVerdict ofGone(OperatorUid old, List<StateSnapshot.Operator> stored) {
    return verdict(
        Kind.LOST,
        old,
        bytes(stored),
        switch (old.role()) {
          case SOURCE -> "it is no longer read; its positions are given up";
          case SINK -> sinkGone(stored);
          case WAITING ->
              "rows that wait there for an answer when the job stops are lost: the new plan wants"
                  + " them with other columns, or asks for nothing there";
          case STATEFUL, STATELESS -> "it is gone or means something else now";
        });
  }

  private static String sinkGone(List<StateSnapshot.Operator> stored) {
    int pending = pending(stored);
    return pending == 0
        ? "another sink takes its place"
        : "another sink takes its place, and "
            + pending
            + (pending == 1 ? " transaction" : " transactions")
            + " it has prepared would never be committed";
  }

  private StateVerdict ofStranger(StateSnapshot.Operator operator) {
    return new StateVerdict(
        Kind.LOST,
        operator.states().stream().anyMatch(state -> state.kind() == StateKind.POSITIONS)
            ? OperatorRole.SOURCE
            : OperatorRole.STATEFUL,
        operator.name().or(operator::uid).orElse("operator " + operator.id()),
        bytes(List.of(operator)),
        "the checkpoint holds it, and neither the old plan nor the new one knows it",
        evidence.words(),
        false);
  }

  private static Optional<String> unread(List<StateSnapshot.Operator> stored) {
    return stored.stream().flatMap(operator -> operator.problem().stream()).findFirst();
  }

  /** Why Flink would not start the job with this state. */
  private Optional<String> refusal(List<StateSnapshot.Operator> stored) {
    for (StateSnapshot.Operator operator : stored) {
      // An operator that cannot be spread has one part, whatever is said of the job.
      Optional<StateSnapshot.Operator> wanted =
          maxParallelism.isPresent() ? wanted(operator) : Optional.empty();
      if (wanted.isPresent() && operator.maxParallelism() != wanted.get().maxParallelism()) {
        return Optional.of(
            "its state is cut into "
                + operator.maxParallelism()
                + " parts, and the job wants "
                + wanted.get().maxParallelism());
      }
      for (StateTools.Mismatch mismatch : mismatches()) {
        if (mismatch.operatorId().equals(operator.id())) {
          return Optional.of(words(mismatch));
        }
      }
    }
    return Optional.empty();
  }

  private static String words(StateTools.Mismatch mismatch) {
    String what =
        switch (mismatch.part()) {
          case KEY -> "it is kept by";
          case NAMESPACE -> mismatch.state() + " is kept in";
          case KIND -> mismatch.state() + " is a";
          case VALUE -> mismatch.state() + " holds";
        };
    return what
        + " "
        + types(mismatch.stored())
        + ", and the new plan wants "
        + types(mismatch.wanted());
  }

  private static String types(List<String> types) {
    return types.size() == 1 ? types.getFirst() : "(" + String.join(", ", types) + ")";
  }

  /** States that only one side has: Flink would say nothing about them. */
  private List<String> differences(List<StateSnapshot.Operator> stored) {
    List<String> differences = new ArrayList<>();
    for (StateSnapshot.Operator operator : stored) {
      Optional<StateSnapshot.Operator> wanted = wanted(operator);
      if (wanted.isEmpty() || operator.states().isEmpty()) {
        continue;
      }
      Set<String> before = names(operator);
      Set<String> after = names(wanted.get());
      before.stream()
          .filter(name -> !after.contains(name))
          .forEach(
              name ->
                  differences.add("the new plan does not keep " + name + ", which is given up"));
      after.stream()
          .filter(name -> !before.contains(name))
          .forEach(name -> differences.add("it keeps " + name + " too now, which starts empty"));
    }
    return differences;
  }

  private static Set<String> names(StateSnapshot.Operator operator) {
    Set<String> names = new LinkedHashSet<>();
    for (StateSnapshot.State state : operator.states()) {
      switch (state.kind()) {
        case VALUE, MAP, LIST -> names.add(state.name());
        case TIMERS, OPERATOR, BROADCAST, POSITIONS, TRANSACTIONS, RAW -> {}
      }
    }
    return names;
  }

  private Optional<String> timeToLive(List<StateSnapshot.Operator> stored) {
    for (StateSnapshot.Operator operator : stored) {
      for (StateSnapshot.State state : operator.states()) {
        Optional<StateSnapshot.State> other =
            wanted(operator).stream()
                .flatMap(each -> each.states().stream())
                .filter(each -> each.name().equals(state.name()))
                .findFirst();
        if (other.isPresent() && other.get().timeToLive() != state.timeToLive()) {
          return Optional.of(
              state.timeToLive()
                  ? "what it holds no longer expires"
                  : "what it holds expires from now on; its time begins with the switch");
        }
      }
    }
    return Optional.empty();
  }

  private Optional<StateSnapshot.Operator> wanted(StateSnapshot.Operator stored) {
    return contract().stream()
        .flatMap(contract -> contract.operators().stream())
        .filter(operator -> operator.id().equals(stored.id()))
        .findFirst();
  }

  private List<StateTools.Mismatch> mismatches() {
    return contract().map(StateTools.Contract::mismatches).orElse(List.of());
  }

  private Optional<StateTools.Contract> contract() {
    return evidence instanceof StateEvidence.Read read ? read.contract() : Optional.empty();
  }

  private OptionalLong bytes(List<StateSnapshot.Operator> stored) {
    return evidence instanceof StateEvidence.Read
        ? OptionalLong.of(
            stored.stream()
                .mapToLong(operator -> operator.bytes() + operator.coordinatorBytes())
                .sum())
        : OptionalLong.empty();
  }

  private StateVerdict verdict(Kind kind, OperatorUid operator, OptionalLong bytes, String reason) {
    return new StateVerdict(
        kind, operator.role(), operator.description(), bytes, reason, evidence.words(), false);
  }

  private StateVerdict refused(OperatorUid operator, OptionalLong bytes, String reason) {
    return new StateVerdict(
        Kind.LOST,
        operator.role(),
        operator.description(),
        bytes,
        "Flink would refuse it: " + reason,
        evidence.words(),
        true);
  }
}
