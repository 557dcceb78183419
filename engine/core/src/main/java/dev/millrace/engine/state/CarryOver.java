package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a savepoint before another plan goes on from it: state that nobody wants is left
 * out, state that another operator can use is given to it in its form.
 *
 * @param dropped UIDs, as they are set on nodes of the old plan, of operators whose state is left
 *     out
 * @param droppedIds of operators that no plan knows, 32 hexadecimal digits each
 * @param extent of what goes on at all
 * @param forgotten topics that sources no longer know
 * @param endless UIDs of sources that are left out where they have read all they were to read,
 *     since they are to read more
 */
public record CarryOver(
    List<String> dropped,
    List<String> droppedIds,
    List<Migration> migrations,
    Extent extent,
    List<ForgottenTopics> forgotten,
    List<String> endless) {
  /** The savepoint is taken as it is. */
  public static final CarryOver NONE = new CarryOver(List.of(), List.of(), List.of());

  public CarryOver {
    dropped = List.copyOf(dropped);
    droppedIds = List.copyOf(droppedIds);
    migrations = List.copyOf(migrations);
    requireNonNull(extent, "extent");
    forgotten = List.copyOf(forgotten);
    endless = List.copyOf(endless);
  }

  /** Without topics to be forgotten. */
  public CarryOver(
      List<String> dropped, List<String> droppedIds, List<Migration> migrations, Extent extent) {
    this(dropped, droppedIds, migrations, extent, List.of(), List.of());
  }

  /** Of all that the new plan can take. */
  public CarryOver(List<String> dropped, List<String> droppedIds, List<Migration> migrations) {
    this(dropped, droppedIds, migrations, Extent.ALL);
  }

  /**
   * Of positions alone: the plan that starts reads on where the old one stopped, and everything
   * else begins empty.
   *
   * @param extent which of the two kinds
   */
  public static CarryOver onlySources(Extent extent) {
    return new CarryOver(List.of(), List.of(), List.of(), extent);
  }

  /** The same with topics that a source no longer knows. */
  public CarryOver forgetting(ForgottenTopics topics) {
    List<ForgottenTopics> more = new ArrayList<>(forgotten);
    more.add(topics);
    return new CarryOver(dropped, droppedIds, migrations, extent, more, endless);
  }

  /**
   * The same where a source must not stay at an end that it may have come to.
   *
   * @param uid as it is set on its node
   */
  public CarryOver endless(String uid) {
    List<String> more = new ArrayList<>(endless);
    more.add(uid);
    return new CarryOver(dropped, droppedIds, migrations, extent, forgotten, more);
  }

  /** As it stands in a ledger, which may be older than the extent, than topics or than ends. */
  @JsonCreator
  static CarryOver stored(
      @JsonProperty("dropped") List<String> dropped,
      @JsonProperty("droppedIds") List<String> droppedIds,
      @JsonProperty("migrations") List<Migration> migrations,
      @JsonProperty("extent") @Nullable Extent extent,
      @JsonProperty("forgotten") @Nullable List<ForgottenTopics> forgotten,
      @JsonProperty("endless") @Nullable List<String> endless) {
    return new CarryOver(
        dropped,
        droppedIds,
        migrations,
        extent == null ? Extent.ALL : extent,
        forgotten == null ? List.of() : forgotten,
        endless == null ? List.of() : endless);
  }

  /**
   * Topics that a source is to have never read. Those that its table still names are read from
   * their first record.
   *
   * @param uid of the source, as it is set on the node of the plan
   * @param topics by name
   */
  public record ForgottenTopics(String uid, List<String> topics) {
    public ForgottenTopics {
      requireNonNull(uid, "uid");
      topics = List.copyOf(topics);
    }
  }

  /** Topics that any source is to have never read. */
  @JsonIgnore
  public Set<String> forgottenTopics() {
    return forgotten.stream().flatMap(each -> each.topics().stream()).collect(Collectors.toSet());
  }

  /** Topics that a source is to have never read. */
  public Set<String> forgottenBy(String uid) {
    return forgotten.stream()
        .filter(each -> each.uid().equals(uid))
        .flatMap(each -> each.topics().stream())
        .collect(Collectors.toSet());
  }

  /** Which state goes on at all. */
  public enum Extent {
    /** What the new plan can take. */
    ALL,
    /**
     * The positions of sources, rows that wait for the answer of an asynchronous call, and what a
     * sink that writes exactly once has prepared and not committed: without them rows would be
     * missing that the positions have passed.
     */
    SOURCES,
    /**
     * The positions of sources of a job that was drained. Its windows have seen the end of time and
     * would take every row for late, and its sinks have committed all there was.
     */
    DRAINED_SOURCES
  }

  /** Whether there is nothing to do. */
  @JsonIgnore
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether state changes its form, for which it must lie in a canonical savepoint. */
  public boolean changesForms() {
    return !migrations.isEmpty();
  }

  /**
   * State of one operator that another one gets.
   *
   * @param from UID of the operator as a savepoint has it, or as it is set on the node of the old
   *     plan
   * @param to UID of the operator as a savepoint has it
   * @param states those that change; others go over as they are
   */
  public record Migration(String from, String to, List<StateMove> states) {
    public Migration {
      requireNonNull(from, "from");
      requireNonNull(to, "to");
      states = List.copyOf(states);
    }

    /** The same where the operator is known that has the state; empty where it has none. */
    public Optional<StateTools.MigratedOperator> in(StateSnapshot snapshot) {
      return snapshot.operators().stream()
          .filter(operator -> operator.uid().filter(uid -> PlanState.isOf(uid, from)).isPresent())
          .findFirst()
          .map(operator -> new StateTools.MigratedOperator(operator.id(), to, states));
    }
  }

  /**
   * What is changed of a savepoint.
   *
   * @param plan that goes on from it
   * @param settings Flink options of its job
   */
  public StateTools.Rewrite in(StateSnapshot snapshot, String plan, Map<String, String> settings) {
    List<String> ids =
        switch (extent) {
          case ALL -> unwanted(snapshot);
          case SOURCES, DRAINED_SOURCES -> allButSources(snapshot, PlanState.of(plan));
        };
    List<StateTools.MigratedOperator> operators =
        migrations.stream().flatMap(migration -> migration.in(snapshot).stream()).toList();
    return new StateTools.Rewrite(
        Map.of(),
        ids,
        operators.isEmpty()
            ? Optional.empty()
            : Optional.of(new StateTools.Migration(plan, settings, operators)),
        forgottenIn(snapshot, ids));
  }

  private Map<String, List<String>> forgottenIn(StateSnapshot snapshot, List<String> leftOut) {
    Map<String, List<String>> topics = new HashMap<>();
    for (StateSnapshot.Operator operator : snapshot.operators()) {
      List<String> own =
          forgotten.stream()
              .filter(
                  each -> operator.uid().filter(uid -> PlanState.isOf(uid, each.uid())).isPresent())
              .flatMap(each -> each.topics().stream())
              .toList();
      if (!own.isEmpty() && !leftOut.contains(operator.id())) {
        topics.put(operator.id(), own);
      }
    }
    return topics;
  }

  private List<String> unwanted(StateSnapshot snapshot) {
    return snapshot.operators().stream()
        .filter(operator -> droppedIds.contains(operator.id()) || isDropped(operator))
        .map(StateSnapshot.Operator::id)
        .toList();
  }

  private boolean isDropped(StateSnapshot.Operator operator) {
    return operator
        .uid()
        .filter(uid -> isOfAny(uid, dropped) || (operator.finished() && isOfAny(uid, endless)))
        .isPresent();
  }

  private static boolean isOfAny(String uid, List<String> formats) {
    return formats.stream().anyMatch(format -> PlanState.isOf(uid, format));
  }

  private List<String> allButSources(StateSnapshot snapshot, PlanState plan) {
    List<String> ids = new ArrayList<>();
    for (StateSnapshot.Operator operator : snapshot.operators()) {
      Optional<OperatorRole> role = operator.uid().flatMap(plan::owner).map(PlanState.Owner::role);
      boolean kept =
          role.isPresent()
              && !isDropped(operator)
              && switch (role.get()) {
                case SOURCE -> true;
                case SINK -> extent == Extent.SOURCES && isCommitting(operator);
                // The positions have passed these rows, and nobody has written them.
                case WAITING -> extent == Extent.SOURCES;
                case STATEFUL, STATELESS -> false;
              };
      if (!kept) {
        ids.add(operator.id());
      }
    }
    return ids;
  }

  /** Whether it is the writer or the committer of a sink, and not what remembers rows for it. */
  private static boolean isCommitting(StateSnapshot.Operator operator) {
    return operator.states().stream().noneMatch(CarryOver::isByKey);
  }

  /** Whether a state is kept for each key. */
  static boolean isByKey(StateSnapshot.State state) {
    return switch (state.kind()) {
      case VALUE, MAP, LIST, TIMERS -> true;
      case OPERATOR, BROADCAST, POSITIONS, TRANSACTIONS, RAW -> false;
    };
  }
}
