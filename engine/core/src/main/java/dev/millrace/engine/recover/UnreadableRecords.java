package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.connect.RecordTools.SourceStand;
import dev.millrace.engine.connect.RecordTools.UnreadableRecord;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.Position;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.plan.Looks;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.KafkaTable;
import dev.millrace.engine.state.LeftOutMessages;
import dev.millrace.engine.state.PlanState;
import dev.millrace.engine.trust.Bindings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the records a job fails over, and has them left out or put aside. */
final class UnreadableRecords {
  /** So many are no accident: the topic has another form than the table says. */
  private static final int TOO_MANY = 20;

  /** How Flink writes the first record that a partition still has. */
  private static final long EARLIEST = -2;

  private final Connector connector;
  private final Ledger ledger;
  private final Supplier<Bindings> secrets;

  /**
   * @param secrets values of secret placeholders
   */
  UnreadableRecords(Connector connector, Ledger ledger, Supplier<Bindings> secrets) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.secrets = requireNonNull(secrets, "secrets");
  }

  /**
   * What was found between the last checkpoint and the end of the topics.
   *
   * @param search empty where nobody could look, and then why
   */
  record Found(Optional<RecordTools.Search> search, Optional<String> obstacle) {
    /** Whether there are any, and so few that they can be left out one by one. */
    boolean areFew() {
      return !records().isEmpty() && records().size() < TOO_MANY;
    }

    /** Whether all records can be read. */
    boolean areNone() {
      return search.filter(each -> each.whole() && each.records().isEmpty()).isPresent();
    }

    List<UnreadableRecord> records() {
      return search.map(RecordTools.Search::records).orElse(List.of());
    }
  }

  /** Looks for them from where a state stands. */
  Found from(JobSpec spec, StateSnapshot state) {
    return from(spec, stands(spec, state));
  }

  /** Looks for them from where the sources of a job begin that has no state. */
  Found fromTheBeginning(JobSpec spec) {
    if (!read(spec).stream().allMatch(KafkaTable::beginsAtTheEarliest)) {
      return new Found(
          Optional.empty(),
          Optional.of(
              "it has no state, and not all of its sources begin at the earliest record, so nobody"
                  + " knows which it has come to"));
    }
    try {
      return from(spec, beginnings(spec));
    } catch (MillraceException e) {
      return new Found(Optional.empty(), Optional.of(e.problem().message()));
    }
  }

  private Found from(JobSpec spec, List<SourceStand> stands) {
    if (stands.isEmpty()) {
      return new Found(
          Optional.empty(), Optional.of("nobody knows where its sources stand in Kafka"));
    }
    try {
      return new Found(
          Optional.of(
              connector
                  .records()
                  .unreadable(spec.plan(), spec.options(), stands, TOO_MANY, bindings())),
          Optional.empty());
    } catch (MillraceException e) {
      return new Found(Optional.empty(), Optional.of(e.problem().message()));
    }
  }

  /** The newest checkpoint of a job that runs or tries to, when it can be read. */
  Optional<StateSnapshot> lastCheckpoint(JobId job) {
    return Looks.until(() -> newestOf(job), unreadable -> Optional.empty());
  }

  private Optional<StateSnapshot> newestOf(JobId job) {
    List<CheckpointReport.Snapshot> all =
        connector.jobs().checkpoints(job).map(UnreadableRecords::newestFirst).orElse(List.of());
    Optional<MillraceException> unread = Optional.empty();
    for (CheckpointReport.Snapshot each : all) {
      if (!ledger.isDeleted(each.path())) {
        try {
          return Optional.of(connector.state().read(each.path()));
        } catch (MillraceException e) {
          // An older one may be there.
          unread =
              Optional.of(e)
                  .filter(failure -> failure.problem().code() == ProblemCode.STATE_UNREADABLE);
        }
      }
    }
    if (unread.isPresent()) {
      throw unread.get();
    }
    return Optional.empty();
  }

  private static List<CheckpointReport.Snapshot> newestFirst(CheckpointReport report) {
    List<CheckpointReport.Snapshot> all = new ArrayList<>(report.newestFirst());
    report.restored().ifPresent(all::add);
    return all;
  }

  /** Whether a job can be given what it needs to leave records out. */
  boolean canBeLeftOut() {
    return connector.capabilities().submitPath() == Capabilities.SubmitPath.COMPILED_PLAN;
  }

  private static List<SourceStand> stands(JobSpec spec, StateSnapshot state) {
    List<SourceStand> stands = new ArrayList<>();
    for (KafkaTable table : read(spec)) {
      List<Position> positions =
          state.operators().stream()
              .filter(
                  operator ->
                      operator.uid().filter(uid -> PlanState.isOf(uid, table.uid())).isPresent())
              .flatMap(operator -> operator.positions().stream())
              .toList();
      if (!positions.isEmpty()) {
        stands.add(new SourceStand(table.uid(), table.clientProperties(), positions));
      }
    }
    return stands;
  }

  private List<SourceStand> beginnings(JobSpec spec) {
    List<SourceStand> stands = new ArrayList<>();
    for (KafkaTable table : read(spec)) {
      Map<String, String> client = table.clientProperties();
      Set<String> names = new LinkedHashSet<>(table.topics());
      table
          .pattern()
          .ifPresent(
              pattern ->
                  names.addAll(connector.topics().matching(pattern, client, bindings()).keySet()));
      List<Position> positions = new ArrayList<>();
      connector
          .topics()
          .describe(
              names.stream().map(name -> new Topic(name, 1, Map.of(), client)).toList(), bindings())
          .forEach(
              (name, topic) -> {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                  positions.add(new Position(name, partition, EARLIEST));
                }
              });
      if (!positions.isEmpty()) {
        stands.add(new SourceStand(table.uid(), client, positions));
      }
    }
    return stands;
  }

  private static List<KafkaTable> read(JobSpec spec) {
    return KafkaTable.of(spec.plan()).stream().filter(table -> !table.written()).toList();
  }

  /** The job that leaves records out, beside those that it has left out before. */
  static JobSpec without(List<UnreadableRecord> records, JobSpec spec) {
    JobSpec without = spec;
    for (UnreadableRecord record : records) {
      without =
          without.leavingOut(
              new LeftOutMessages(
                  record.uid(),
                  record.ofKey() ? LeftOutMessages.Part.KEY : LeftOutMessages.Part.VALUE,
                  List.of(record.fingerprint())));
    }
    return without;
  }

  /**
   * Puts records aside before a job leaves them out.
   *
   * @param into a topic, which is made with one partition when it is not there
   * @throws MillraceException TOPIC_FAILED
   */
  void putAside(List<UnreadableRecord> records, JobSpec spec, String into) {
    Map<Map<String, String>, List<UnreadableRecord>> byBroker = new LinkedHashMap<>();
    for (KafkaTable table : read(spec)) {
      List<UnreadableRecord> own =
          records.stream().filter(record -> record.uid().equals(table.uid())).toList();
      if (!own.isEmpty()) {
        byBroker.computeIfAbsent(table.clientProperties(), key -> new ArrayList<>()).addAll(own);
      }
    }
    byBroker.forEach(
        (client, own) -> {
          connector.topics().ensure(List.of(new Topic(into, 1, Map.of(), client)), bindings());
          connector.records().copy(own, client, into, bindings());
        });
  }

  private Bindings bindings() {
    return secrets.get().or(connector.localBindings());
  }
}
