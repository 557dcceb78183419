package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.KafkaTable;
import dev.millrace.engine.state.KafkaTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that transactions a job took over were committed. A job whose commits fail runs on and
 * completes checkpoints; their rows are lost with a line in a log.
 */
final class CommitProof {
  private static final String FAILED = "failedCommittables";

  /** A JobManager has metrics of a new task after ten seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Context context;
  private final Outside outside;

  CommitProof(Context context) {
    this.context = requireNonNull(context, "context");
    this.outside = context.outside();
  }

  /**
   * The gate's verdict, with this asked too.
   *
   * @param verdict of the gate so far
   */
  Gate.Verdict of(Attempt attempt, Gate.Verdict verdict) {
    return verdict instanceof Gate.Verdict.Passed passed ? of(attempt, passed) : verdict;
  }

  private Gate.Verdict of(Attempt attempt, Gate.Verdict.Passed passed) {
    Map<KafkaTable, List<String>> pending = pending(attempt);
    Instant deadline = outside.deadline(PATIENCE);
    while (!pending.isEmpty()) {
      for (KafkaTable table : List.copyOf(pending.keySet())) {
        List<String> ids = pending.getOrDefault(table, List.of());
        Optional<TopicControl.Transactions> standings = standings(table, ids);
        if (standings
            .filter(known -> KafkaTransactions.anyAborted(table, ids, known))
            .isPresent()) {
          return new Gate.Verdict.Failed(
              "A transaction of "
                  + table.name()
                  + " that its state held was not committed: the broker had given it up, and its"
                  + " rows are lost");
        }
        if (standings
            .filter(known -> KafkaTransactions.allCommitted(table, ids, known))
            .isPresent()) {
          pending.remove(table);
        }
      }
      if (pending.isEmpty()) {
        return passed;
      }
      List<MetricSample> samples = samples(attempt);
      double failed = samples.stream().mapToDouble(MetricSample::value).sum();
      if (failed > 0) {
        return new Gate.Verdict.Failed(
            "Transactions that its state held were not committed (failedCommittables = "
                + Math.round(failed)
                + "): their rows are lost");
      }
      if (!samples.isEmpty()) {
        return passed;
      }
      if (outside.isPast(deadline)) {
        return new Gate.Verdict.Passed(
            true,
            passed.detail() + "; whether its transactions were committed cannot be seen from here");
      }
      Instant next = outside.deadline(BETWEEN);
      while (!outside.isPast(next)) {
        outside.pause();
      }
    }
    return passed;
  }

  /** Transactions in the state that the job started from, by the table they are of. */
  private Map<KafkaTable, List<String>> pending(Attempt attempt) {
    JobSpec spec = context.spec(attempt);
    boolean exactlyOnce =
        spec.tables().stream()
            .map(used -> new KafkaTable("", used.name(), used.written(), used.options()))
            .anyMatch(KafkaTable::isExactlyOnce);
    Map<KafkaTable, List<String>> pending = new LinkedHashMap<>();
    if (attempt.restorePath().isEmpty() || !exactlyOnce) {
      return pending;
    }
    try {
      StateSnapshot snapshot =
          outside.read(() -> context.connector().state().read(attempt.restorePath().get()));
      for (KafkaTable table : KafkaTable.of(spec.plan())) {
        List<String> ids = RestoreCheck.pending(snapshot, table);
        if (table.isExactlyOnce() && !ids.isEmpty()) {
          pending.put(table, ids);
        }
      }
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.STATE_UNREADABLE) {
        throw e;
      }
      // The job has read it; that we cannot says nothing about its transactions.
      KafkaTable.of(spec.plan()).stream()
          .filter(KafkaTable::isExactlyOnce)
          .forEach(table -> pending.put(table, List.of()));
    }
    return pending;
  }

  private Optional<TopicControl.Transactions> standings(KafkaTable table, List<String> ids) {
    if (ids.isEmpty()) {
      return Optional.empty();
    }
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
      // The cluster's metrics are asked too.
      return Optional.empty();
    }
  }

  private List<MetricSample> samples(Attempt attempt) {
    try {
      return outside.read(
          () -> context.connector().metrics().latest(Set.of(attempt.job()), Set.of(FAILED)));
    } catch (MillraceException e) {
      return List.of();
    }
  }
}
