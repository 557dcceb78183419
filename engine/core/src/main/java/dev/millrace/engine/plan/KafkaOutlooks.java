package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Choices.Choice;
import dev.millrace.engine.state.KafkaPositions;
import dev.millrace.engine.state.KafkaTable;
import dev.millrace.engine.state.KafkaTransactions;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.PlanState;
import dev.millrace.engine.state.StateEvidence;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Judges what jobs remember of Kafka: positions against topics, and transactions that wait. Flink
 * asks neither and goes on with rows lost or read twice.
 */
final class KafkaOutlooks {
  private final TopicControl control;
  private final Supplier<Bindings> bindings;
  private final Ledger ledger;
  private final Outlooks outlooks;
  private final TopicOutlooks topics;
  private final Clock clock;
  private final Choices choices;
  private final Map<Map<String, String>, Optional<Duration>> longest = new ConcurrentHashMap<>();

  KafkaOutlooks(
      TopicControl control,
      Supplier<Bindings> bindings,
      Ledger ledger,
      Outlooks outlooks,
      TopicOutlooks topics,
      Clock clock,
      Choices choices) {
    this.control = requireNonNull(control, "control");
    this.bindings = requireNonNull(bindings, "bindings");
    this.ledger = requireNonNull(ledger, "ledger");
    this.outlooks = requireNonNull(outlooks, "outlooks");
    this.topics = requireNonNull(topics, "topics");
    this.clock = requireNonNull(clock, "clock");
    this.choices = requireNonNull(choices, "choices");
  }

  /**
   * A source, judged.
   *
   * @param forgotten topics whose positions are given up
   * @param choosable topics of which somebody could choose that
   * @param endless whether it must not stay at the end to which it was to be read
   */
  private record Judged(
      OperatorOutlook source, List<String> forgotten, List<String> choosable, boolean endless) {
    Judged {
      forgotten = List.copyOf(forgotten);
      choosable = List.copyOf(choosable);
    }

    static Judged of(OperatorOutlook source) {
      return new Judged(source, List.of(), List.of(), false);
    }
  }

  /** The same model, judged by this too. */
  PlannedModel judge(PlannedModel model) {
    if (!model.action().acts() || model.desired().isEmpty()) {
      return model;
    }
    JobSpec desired = model.desired().get();
    if (desired.tables().stream().noneMatch(table -> KafkaTable.isKafka(table.options()))) {
      return model;
    }
    List<KafkaTable> tables = KafkaTable.of(desired.plan());
    Optional<String> tooLong = tooLong(tables);
    if (tooLong.isPresent()) {
      return model.blocked(tooLong.get());
    }
    return switch (model.action()) {
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS -> upgrade(model, tables);
      case START_FRESH -> model.judged(model.action(), model.reasons(), settled(model));
      case RESTART -> restart(model, tables);
      case CREATE, UNCHANGED, STOP, LEFT_RUNNING, BLOCKED -> model;
    };
  }

  /** What is to run is what ran, so there is something to tell only where the brokers changed. */
  private PlannedModel restart(PlannedModel model, List<KafkaTable> tables) {
    Optional<StateEvidence.Read> evidence =
        model.deployedJob().flatMap(job -> outlooks.look(model.desired().orElseThrow(), job));
    if (evidence.isEmpty()) {
      return model;
    }
    StateSnapshot snapshot = evidence.get().snapshot();
    List<OperatorOutlook> told = new ArrayList<>();
    List<Judged> sources = new ArrayList<>();
    for (OperatorUid operator : model.desired().orElseThrow().operators()) {
      if (operator.role() == OperatorRole.SOURCE) {
        Judged judged =
            source(
                model,
                kept(operator, snapshot, evidence.get().words()),
                tables,
                tables,
                Optional.of(snapshot));
        sources.add(judged);
        if (judged.source().verdict().kind() != StateVerdict.Kind.KEPT
            && judged.source().verdict().kind() != StateVerdict.Kind.UNKNOWN) {
          told.add(judged.source());
        }
      }
    }
    List<String> reasons = new ArrayList<>(model.reasons());
    List<String> transactions = transactions(tables, tables, snapshot);
    if (!transactions.isEmpty() || told.stream().anyMatch(each -> each.verdict().refused())) {
      return blocked(model, reasons, told, transactions, sources);
    }
    if (told.isEmpty()) {
      return model;
    }
    if (told.stream().allMatch(each -> each.verdict().isSafe())) {
      return model.judged(model.action(), reasons, told).carrying(carryOver(model, sources));
    }
    told.forEach(each -> reasons.add(ModelPlanner.lead(each.operator()) + ": " + each.reason()));
    return model
        .judged(Action.UPGRADE_UNKNOWN_STATE, reasons, told)
        .carrying(carryOver(model, sources));
  }

  private static CarryOver carryOver(PlannedModel model, List<Judged> sources) {
    CarryOver carryOver = model.carryOver();
    for (Judged judged : sources) {
      if (judged.endless()) {
        carryOver = carryOver.endless(judged.source().uid().orElseThrow());
      }
      if (!judged.forgotten().isEmpty()) {
        carryOver =
            carryOver.forgetting(
                new CarryOver.ForgottenTopics(
                    judged.source().uid().orElseThrow(), judged.forgotten()));
      }
    }
    return carryOver;
  }

  private static OperatorOutlook kept(
      OperatorUid operator, StateSnapshot snapshot, String evidence) {
    long bytes =
        stored(snapshot, operator.uid()).stream()
            .mapToLong(each -> each.bytes() + each.coordinatorBytes())
            .sum();
    return new OperatorOutlook(
        OperatorOutlook.Outlook.KEPT,
        new StateVerdict(
            StateVerdict.Kind.KEPT,
            operator.role(),
            operator.description(),
            OptionalLong.of(bytes),
            "positions are kept",
            evidence,
            false),
        operator.models(),
        List.of(),
        Optional.of(operator.uid()),
        List.of());
  }

  private static PlannedModel blocked(
      PlannedModel model,
      List<String> reasons,
      List<OperatorOutlook> operators,
      List<String> transactions,
      List<Judged> sources) {
    operators.stream()
        .filter(each -> each.verdict().refused())
        .forEach(
            each ->
                reasons.add(
                    ModelPlanner.lead(each.operator()) + " cannot go on: " + each.reason()));
    reasons.addAll(transactions);
    List<CarriedStates.Decision> decisions =
        sources.stream()
            .flatMap(judged -> judged.choosable().stream())
            .distinct()
            .map(
                topic ->
                    new CarriedStates.Decision(
                        Optional.of(model.model()),
                        topic,
                        "can be read from its first record, with all other state kept",
                        List.of(Choice.RESET)))
            .toList();
    decisions.forEach(
        each -> reasons.add("With `" + each.flag() + "` " + each.column() + " " + each.words()));
    reasons.add(ModelPlanner.WAYS_OUT);
    return model.judged(Action.BLOCKED, reasons, operators).asking(decisions);
  }

  private PlannedModel upgrade(PlannedModel model, List<KafkaTable> tables) {
    List<KafkaTable> before =
        model
            .deployedSpec()
            .map(number -> KafkaTable.of(ledger.spec(number).spec().plan()))
            .orElse(List.of());
    Optional<StateSnapshot> snapshot = model.deployedJob().flatMap(outlooks::seen);
    List<Judged> all = new ArrayList<>();
    for (OperatorOutlook operator : settled(model)) {
      all.add(
          operator.role() == OperatorRole.SOURCE
              ? source(model, operator, tables, before, snapshot)
              : Judged.of(operator));
    }
    List<OperatorOutlook> judged = all.stream().map(Judged::source).toList();
    List<String> reasons = new ArrayList<>(model.reasons());
    List<String> transactions =
        stopsWithSavepoint(model)
            ? List.of()
            : snapshot.map(found -> transactions(before, tables, found)).orElse(List.of());
    if (!transactions.isEmpty() || judged.stream().anyMatch(each -> each.verdict().refused())) {
      return blocked(model, reasons, judged, transactions, all);
    }
    CarryOver carryOver = carryOver(model, all);
    boolean query = model.changes().stream().anyMatch(change -> change.kind() == Change.Kind.QUERY);
    if ((model.action() == Action.UPGRADE || model.action() == Action.UPGRADE_FROM_POSITIONS)
        && judged.stream()
            .filter(each -> each.role() == OperatorRole.SOURCE)
            .anyMatch(each -> Outlooks.isUnknown(each, query))) {
      reasons.add("Not all of what its sources have not read yet can be promised");
      return model.judged(Action.UPGRADE_UNKNOWN_STATE, reasons, judged).carrying(carryOver);
    }
    return model.judged(model.action(), reasons, judged).carrying(carryOver);
  }

  /** A job that runs is stopped with a savepoint, which commits what its sinks have prepared. */
  private static boolean stopsWithSavepoint(PlannedModel model) {
    return model.observed().filter(job -> job.state() == JobState.RUNNING).isPresent();
  }

  /** Its operators; of a job that runs no sink leaves anything behind. */
  private static List<OperatorOutlook> settled(PlannedModel model) {
    if (!stopsWithSavepoint(model)) {
      return model.operators();
    }
    return model.operators().stream()
        .map(
            operator ->
                operator.role() == OperatorRole.SINK && isGivenUp(operator)
                    ? operator.judged(
                        operator
                            .verdict()
                            .as(
                                operator.verdict().kind(),
                                "what it has prepared is committed when the job stops with its"
                                    + " savepoint"),
                        operator.positions())
                    : operator)
        .toList();
  }

  /** Whether nothing of it goes on; a sink that only loses rows it remembers still commits. */
  private static boolean isGivenUp(OperatorOutlook sink) {
    return switch (sink.verdict().kind()) {
      case LOST -> sink.outlook() == OperatorOutlook.Outlook.WITHOUT_OWNER;
      case RESET -> true;
      case KEPT, MEANING_CHANGED, MIGRATED, DECIDE, EMPTY, UNKNOWN -> false;
    };
  }

  private Judged source(
      PlannedModel model,
      OperatorOutlook operator,
      List<KafkaTable> tables,
      List<KafkaTable> before,
      Optional<StateSnapshot> snapshot) {
    Optional<KafkaTable> table = operator.uid().flatMap(uid -> find(tables, uid));
    if (table.isEmpty()
        || operator.verdict().refused()
        || operator.outlook() != OperatorOutlook.Outlook.KEPT) {
      return Judged.of(operator);
    }
    List<KafkaTable> others =
        tables.stream()
            .filter(other -> !other.written() && !other.uid().equals(table.get().uid()))
            .toList();
    Optional<KafkaTable> deployed = find(before, table.get().uid());
    boolean hasEnded = snapshot.filter(found -> hasEnded(found, table.get())).isPresent();
    if (deployed.isPresent()
        && deployed.get().isBounded()
        && !hasSameEnd(deployed.get(), table.get())) {
      return withAnotherEnd(operator, hasEnded);
    }
    if (hasEnded) {
      return Judged.of(
          operator.judged(
              operator
                  .verdict()
                  .as(
                      operator.verdict().kind(),
                      "it has read all that it was to read, and reads no more"),
              List.of()));
    }
    List<KafkaPositions.Finding> findings =
        snapshot
            .map(
                found ->
                    KafkaPositions.judgeOperators(
                        table.get(),
                        others,
                        stored(found, table.get().uid()),
                        topics.brokers(model, found.path())))
            .orElseGet(
                () ->
                    find(before, table.get().uid())
                        .map(old -> KafkaPositions.stale(old, table.get(), others))
                        .orElse(List.of()));
    if (findings.isEmpty()) {
      return Judged.of(operator);
    }
    if (snapshot.isEmpty()) {
      return new Judged(
          operator.judged(verdict(operator.verdict(), findings), findings),
          List.of(),
          List.of(),
          false);
    }
    List<String> forgotten = new ArrayList<>();
    List<String> choosable = new ArrayList<>();
    KafkaPositions.forgettable(table.get(), findings)
        .forEach(
            (topic, mustBeChosen) -> {
              boolean chosen =
                  choices.of(model.model(), topic).filter(Choice.RESET::equals).isPresent();
              (mustBeChosen && !chosen ? choosable : forgotten).add(topic);
            });
    List<KafkaPositions.Finding> left =
        KafkaPositions.without(
            table.get(),
            findings,
            Set.copyOf(forgotten),
            topics.brokers(model, snapshot.get().path()));
    return new Judged(
        operator.judged(verdict(operator.verdict(), left), left), forgotten, choosable, false);
  }

  /** Whether it had read all that it was to read: then it has left no positions, only that. */
  private static boolean hasEnded(StateSnapshot snapshot, KafkaTable table) {
    List<StateSnapshot.Operator> operators = stored(snapshot, table.uid());
    return !operators.isEmpty() && operators.stream().allMatch(StateSnapshot.Operator::finished);
  }

  private static boolean hasSameEnd(KafkaTable one, KafkaTable other) {
    return one.bounds().equals(other.bounds());
  }

  /** It may come to its end at any time, so that is told of one that has not come to it too. */
  private static Judged withAnotherEnd(OperatorOutlook operator, boolean hasEnded) {
    String left =
        "no position is left, and it is read from where its table says: rows that it has read may"
            + " come again";
    return new Judged(
        operator.judged(
            operator
                .verdict()
                .as(
                    StateVerdict.Kind.LOST,
                    hasEnded
                        ? "it has read all that it was to read; of that " + left
                        : "its end changes; if it comes to the old one before its job stops, "
                            + left),
            List.of()),
        List.of(),
        List.of(),
        true);
  }

  private static StateVerdict verdict(StateVerdict verdict, List<KafkaPositions.Finding> findings) {
    List<KafkaPositions.Finding> refused =
        findings.stream().filter(KafkaPositions.Finding::refused).toList();
    if (!refused.isEmpty()) {
      return verdict.refused(sentences(refused));
    }
    if (!verdict.isSafe()) {
      return verdict;
    }
    if (has(findings, KafkaPositions.Kind.RECORDS_GONE)) {
      return verdict.as(StateVerdict.Kind.LOST, sentences(findings));
    }
    if (has(findings, KafkaPositions.Kind.UNKNOWN)) {
      return verdict.as(StateVerdict.Kind.UNKNOWN, sentences(findings));
    }
    boolean forgotten = has(findings, KafkaPositions.Kind.FORGOTTEN);
    return verdict.as(
        forgotten ? StateVerdict.Kind.MIGRATED : verdict.kind(),
        sentences(findings)
            + (forgotten ? "; nothing else is lost" : "; nothing is lost")
            + " or read twice");
  }

  private static boolean has(List<KafkaPositions.Finding> findings, KafkaPositions.Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }

  private static String sentences(List<KafkaPositions.Finding> findings) {
    return String.join(
        "; ", findings.stream().map(KafkaPositions.Finding::sentence).distinct().toList());
  }

  private List<String> transactions(
      List<KafkaTable> before, List<KafkaTable> after, StateSnapshot snapshot) {
    List<String> obstacles = new ArrayList<>();
    Duration age = Duration.between(snapshot.writtenAt(), clock.instant());
    for (KafkaTable table : before) {
      List<String> pending =
          table.written()
              ? stored(snapshot, table.uid()).stream()
                  .flatMap(operator -> operator.transactions().stream())
                  .toList()
              : List.of();
      if (!pending.isEmpty()) {
        KafkaTransactions.obstacle(
                table, find(after, table.uid()), pending, age, standings(table, pending))
            .ifPresent(obstacles::add);
      }
    }
    return obstacles;
  }

  private Optional<TopicControl.Transactions> standings(KafkaTable table, List<String> ids) {
    try {
      return Optional.of(
          control.transactions(table.clientProperties(), Set.copyOf(ids), bindings.get()));
    } catch (MillraceException e) {
      // Their age is left to judge by.
      return Optional.empty();
    }
  }

  /** Why Flink could not start a sink: it asks for longer transactions than the broker allows. */
  private Optional<String> tooLong(List<KafkaTable> tables) {
    for (KafkaTable table : new LinkedHashSet<>(tables)) {
      Optional<Duration> wanted =
          table.isExactlyOnce() ? table.transactionTimeout() : Optional.empty();
      Optional<Duration> allowed =
          wanted.isPresent() && topics.silence().isEmpty()
              ? longest.computeIfAbsent(table.clientProperties(), this::longest)
              : Optional.empty();
      if (wanted.isPresent() && allowed.isPresent() && wanted.get().compareTo(allowed.get()) > 0) {
        return Optional.of(
            table.name()
                + " lets a transaction be open for "
                + KafkaTransactions.words(wanted.get())
                + ", and its broker allows "
                + KafkaTransactions.words(allowed.get())
                + ", so its job could not start; set properties.transaction.timeout.ms to "
                + allowed.get().toMillis()
                + " or less, but longer than the longest outage that rows must outlive");
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> longest(Map<String, String> clientProperties) {
    try {
      return control.transactions(clientProperties, Set.of(), bindings.get()).longest();
    } catch (MillraceException e) {
      // Flink will say it, only later.
      return Optional.empty();
    }
  }

  private static Optional<KafkaTable> find(List<KafkaTable> tables, String uid) {
    return tables.stream().filter(table -> table.uid().equals(uid)).findFirst();
  }

  private static List<StateSnapshot.Operator> stored(StateSnapshot snapshot, String uid) {
    return snapshot.operators().stream()
        .filter(operator -> operator.uid().filter(own -> PlanState.isOf(own, uid)).isPresent())
        .toList();
  }
}
