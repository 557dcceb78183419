package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.KafkaPositions;
import dev.millrace.engine.state.KafkaTable;
import dev.millrace.engine.state.KafkaTransactions;
import dev.millrace.engine.state.PlanState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, before a job is started from a state that is there, at what the state remembers of Kafka.
 * A job that runs leaves a new state behind, which the plan has judged.
 */
final class RestoreCheck {
  private final Context context;
  private final Outside outside;

  RestoreCheck(Context context) {
    this.context = requireNonNull(context, "context");
    this.outside = context.outside();
  }

  /**
   * Why the job must not start from its state, one sentence without its full stop.
   *
   * @param spec what is to start
   */
  Optional<String> obstacle(Operation operation, JobSpec spec) {
    if (spec.tables().stream().noneMatch(table -> KafkaTable.isKafka(table.options()))) {
      return Optional.empty();
    }
    Optional<String> path = path(operation);
    Optional<StateSnapshot> snapshot = path.flatMap(this::read);
    if (snapshot.isEmpty()) {
      return Optional.empty();
    }
    List<KafkaTable> tables = KafkaTable.of(spec.plan());
    // Whoever allowed an upgrade has been told what is gone.
    boolean told = operation.kind() == Operation.Kind.UPGRADE;
    return positions(operation, tables, snapshot.get()).stream()
        .filter(
            finding ->
                finding.refused() || (!told && finding.kind() == KafkaPositions.Kind.RECORDS_GONE))
        .map(KafkaPositions.Finding::sentence)
        .findFirst()
        .or(() -> transactions(operation, tables, snapshot.get()));
  }

  /** The state that would be started from; empty when it is still to be written. */
  Optional<String> path(Operation operation) {
    Optional<Attempt> from = context.from(operation);
    return switch (operation.kind()) {
      case REWIND -> operation.chosenPath();
      case UPGRADE, RESTART ->
          from.filter(attempt -> !runs(attempt))
              .map(attempt -> context.states().newestOf(attempt))
              .filter(StateFinder.Found.State.class::isInstance)
              .map(StateFinder.Found.State.class::cast)
              .map(StateFinder.Found.State::path);
      case CREATE, FRESH, STOP, CANCEL -> Optional.empty();
    };
  }

  private boolean runs(Attempt attempt) {
    return outside
        .read(() -> context.jobs().job(attempt.job()))
        .map(JobStatus::state)
        .filter(state -> state == JobState.RUNNING)
        .isPresent();
  }

  private Optional<StateSnapshot> read(String path) {
    try {
      return Optional.of(outside.read(() -> context.connector().state().read(path)));
    } catch (MillraceException e) {
      // Whether the state can be used at all is found out by those who use it.
      return Optional.empty();
    }
  }

  private List<KafkaPositions.Finding> positions(
      Operation operation, List<KafkaTable> tables, StateSnapshot snapshot) {
    List<KafkaTable> sources = tables.stream().filter(table -> !table.written()).toList();
    Map<KafkaTable, List<StateSnapshot.Position>> stored = new LinkedHashMap<>();
    for (KafkaTable source : sources) {
      List<StateSnapshot.Position> positions =
          operators(snapshot, source).stream()
              .flatMap(operator -> operator.positions().stream())
              .toList();
      if (!positions.isEmpty()) {
        stored.put(source, positions);
      }
    }
    if (stored.isEmpty()) {
      return List.of();
    }
    KafkaPositions.Brokers brokers =
        brokers(
            operation, List.copyOf(stored.keySet()), context.ledger().topicsAtEnd(snapshot.path()));
    List<KafkaPositions.Finding> findings = new ArrayList<>();
    stored.forEach(
        (source, positions) -> {
          List<KafkaTable> others =
              sources.stream().filter(other -> !other.equals(source)).toList();
          Set<String> forgotten = operation.carryOver().forgottenBy(source.uid());
          KafkaPositions.judge(source, others, positions, brokers).stream()
              .filter(
                  finding ->
                      !forgotten.contains(finding.topic()) || !finding.kind().canBeForgotten())
              .forEach(findings::add);
        });
    return findings;
  }

  private KafkaPositions.Brokers brokers(
      Operation operation, List<KafkaTable> sources, Map<String, String> atEnd) {
    TopicControl control = context.connector().topics();
    Map<String, String> before = context.topicIdsBefore(operation);
    try {
      List<Topic> topics = new ArrayList<>();
      for (KafkaTable source : sources) {
        Map<String, String> client = source.clientProperties();
        List<String> names = new ArrayList<>(source.topics());
        source
            .pattern()
            .ifPresent(
                pattern ->
                    names.addAll(
                        outside
                            .read(() -> control.matching(pattern, client, context.bindings()))
                            .keySet()));
        names.forEach(name -> topics.add(new Topic(name, 1, Map.of(), client)));
      }
      List<Topic> distinct = topics.stream().distinct().toList();
      return new KafkaPositions.Brokers(
          outside.read(() -> control.describe(distinct, context.bindings())),
          Optional.empty(),
          before,
          atEnd);
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.TOPIC_FAILED) {
        throw e;
      }
      // What can be told without brokers is told all the same.
      return new KafkaPositions.Brokers(
          Map.of(), Optional.of(e.problem().message()), before, atEnd);
    }
  }

  private Optional<String> transactions(
      Operation operation, List<KafkaTable> after, StateSnapshot snapshot) {
    List<KafkaTable> before =
        context
            .from(operation)
            .map(attempt -> KafkaTable.of(context.spec(attempt).plan()))
            .orElse(after);
    Duration age = Duration.between(snapshot.writtenAt(), context.clock().instant());
    for (KafkaTable table : before) {
      List<String> pending = pending(snapshot, table);
      Optional<String> obstacle =
          pending.isEmpty()
              ? Optional.empty()
              : KafkaTransactions.obstacle(
                  table,
                  after.stream().filter(next -> next.uid().equals(table.uid())).findFirst(),
                  pending,
                  age,
                  standings(table, pending));
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  private Optional<TopicControl.Transactions> standings(KafkaTable table, List<String> ids) {
    try {
      return Optional.of(
          outside.read(
              () ->
                  context
                      .connector()
                      .topics()
                      .transactions(
                          table.clientProperties(), Set.copyOf(ids), context.bindings())));
    } catch (MillraceException e) {
      // Their age is left to judge by.
      return Optional.empty();
    }
  }

  /** Ids of transactions that a state holds of a table's sink. */
  static List<String> pending(StateSnapshot snapshot, KafkaTable table) {
    return table.written()
        ? operators(snapshot, table).stream()
            .flatMap(operator -> operator.transactions().stream())
            .toList()
        : List.of();
  }

  private static List<StateSnapshot.Operator> operators(StateSnapshot snapshot, KafkaTable table) {
    return snapshot.operators().stream()
        .filter(
            operator -> operator.uid().filter(uid -> PlanState.isOf(uid, table.uid())).isPresent())
        .toList();
  }
}
