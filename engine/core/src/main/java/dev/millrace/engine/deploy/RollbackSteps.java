package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.state.OperatorRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Undoes what failed: the new job ends, and what ran before runs again from the same state. */
final class RollbackSteps {
  private static final String BACKEND = "state.backend.type";

  private final Context context;
  private final Machine machine;
  private final StartSteps start;
  private final JobControl jobs;
  private final Outside outside;

  RollbackSteps(Context context, Machine machine, StartSteps start) {
    this.context = requireNonNull(context, "context");
    this.machine = requireNonNull(machine, "machine");
    this.start = requireNonNull(start, "start");
    this.jobs = context.jobs();
    this.outside = context.outside();
  }

  /** The whole way back; may be repeated. */
  Operation bringBack(Operation operation) {
    String cause = operation.cause().orElse("It failed");
    end(operation, context.to(operation));
    Optional<Attempt> from = context.from(operation);
    if (from.isEmpty()) {
      return machine.rolledBack(
          operation, Optional.empty(), cause, "The job is gone; nothing ran before");
    }
    boolean wasStopped =
        context.ledger().deployment(operation.deployment()).wanted() == Deployment.Wanted.STOPPED;
    if (wasStopped) {
      return machine.rolledBack(operation, Optional.empty(), cause, "It is stopped, as before");
    }
    if (operation.kind() == Operation.Kind.RESTART) {
      return machine.blocked(
          operation,
          cause,
          List.of(
              "Remove the cause and run `millrace run --select " + context.model() + "` again",
              "Give the state up: `millrace run --full-refresh --select " + context.model() + "`"));
    }
    return startOld(operation, from.get(), cause);
  }

  private Operation startOld(Operation operation, Attempt from, String cause) {
    // What a rewind was to start from is of another time and perhaps of another plan.
    Optional<String> untouched =
        operation.chosenPath().isPresent()
            ? operation.savepointPath()
            : operation.savepointPath().or(operation::restorePath);
    if (untouched.isEmpty() && from.hadCheckpoint()) {
      return machine.blocked(
          operation, cause + "; the old job's state is not known", StopSteps.LOST_STATE);
    }
    Operation current =
        operation.rollbackAttempt().isPresent()
            ? operation
            : submission(operation, from, committedSince(operation, from).or(() -> untouched));
    Attempt back = rollback(current);
    Gate.Verdict verdict = proven(current, back);
    if (verdict instanceof Gate.Verdict.Failed && !back.restorePath().equals(untouched)) {
      end(current, back);
      current = submission(current, from, untouched);
      back = rollback(current);
      verdict = proven(current, back);
    }
    return switch (verdict) {
      case Gate.Verdict.Passed passed -> {
        start.seeCheckpoint(back);
        yield machine.rolledBack(
            current,
            Optional.of(back),
            cause,
            back.restorePath()
                .map(known -> "The old job runs again, from " + known)
                .orElse("The old job runs again"));
      }
      case Gate.Verdict.Failed failed -> notBack(current, back, cause, failed.cause());
      case Gate.Verdict.Gone gone -> notBack(current, back, cause, "the cluster lost it");
      case Gate.Verdict.Waiting waiting ->
          throw new IllegalStateException("the gate waits by itself");
    };
  }

  private Operation submission(Operation operation, Attempt from, Optional<String> path) {
    return context
        .operations()
        .saveWithAttempt(
            operation,
            true,
            from.spec(),
            path,
            path.map(known -> "The old plan from " + known).orElse("The old plan"));
  }

  private Attempt rollback(Operation operation) {
    return context
        .ledger()
        .attempt(operation.deployment(), operation.rollbackAttempt().orElseThrow());
  }

  private Gate.Verdict proven(Operation operation, Attempt back) {
    Gate.Verdict verdict = start.start(operation, back);
    return verdict instanceof Gate.Verdict.Passed
        ? context.gate().awaitProof(operation, back, context.spec(back), true)
        : verdict;
  }

  /**
   * The newest checkpoint of the job that failed, where the old plan must go on from it.
   *
   * <p>The savepoint was never claimed by the new job, so it is as it was, and the old plan would
   * make up for all since. But what an exactly-once sink has committed since stays committed and
   * would be there twice. The old plan can go on from the new job's state where both have the same
   * operators, which is what an upgrade that keeps its state means.
   */
  private Optional<String> committedSince(Operation operation, Attempt from) {
    JobSpec before = context.spec(from);
    Attempt failed = context.to(operation);
    JobSpec after = context.spec(failed);
    if (operation.kind() != Operation.Kind.UPGRADE
        || !writesExactlyOnce(after)
        || !state(before).equals(state(after))
        || !before.option(BACKEND).equals(after.option(BACKEND))) {
      return Optional.empty();
    }
    return outside
        .read(() -> jobs.newestRetainedCheckpoint(failed.job()))
        .or(
            () ->
                outside
                    .read(() -> jobs.checkpoints(failed.job()))
                    .flatMap(CheckpointReport::latestCompleted))
        .map(CheckpointReport.Snapshot::path);
  }

  private static boolean writesExactlyOnce(JobSpec spec) {
    return spec.tables().stream()
        .filter(TableUse::written)
        .anyMatch(table -> "exactly-once".equals(table.options().get("sink.delivery-guarantee")));
  }

  /** What its savepoints hold: whose state it is and, of operators, of which rows. */
  private static Set<String> state(JobSpec spec) {
    return spec.operators().stream()
        .filter(operator -> operator.role().keepsState())
        .map(
            operator ->
                operator.role() == OperatorRole.STATEFUL
                    ? operator.uid() + " of " + operator.inputs()
                    : operator.uid())
        .collect(Collectors.toSet());
  }

  private Operation notBack(Operation operation, Attempt back, String cause, String why) {
    end(operation, back);
    String path = back.restorePath().map(known -> " Its state is in " + known + ".").orElse("");
    return machine.blocked(
        operation,
        cause + "; and the old job does not start again: " + why + "." + path,
        List.of(
            "Remove the cause and run `millrace run --select " + context.model() + "` again",
            "Give the state up: `millrace run --full-refresh --select " + context.model() + "`"));
  }

  /** Sees to it that a job of ours has ended; two jobs never write to one table. */
  private void end(Operation operation, Attempt attempt) {
    Instant deadline = outside.deadline(context.settings().startTimeout());
    boolean asked = false;
    while (true) {
      Optional<JobStatus> status = outside.read(() -> jobs.job(attempt.job()));
      if (status.filter(job -> !job.state().isTerminal()).isEmpty()) {
        return;
      }
      if (!asked) {
        asked = true;
        outside.change(operation, "cancel", () -> jobs.cancel(attempt.job()));
      }
      if (outside.isPast(deadline)) {
        throw Unfinished.waiting("Job " + attempt.job() + " does not end");
      }
      outside.pause();
    }
  }
}
