package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Locks;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says how deployments stand, by what the ledger knows and the cluster shows. */
final class Statuses {
  private final JobControl jobs;
  private final Ledger ledger;

  Statuses(Connector connector, Ledger ledger) {
    this.jobs = requireNonNull(connector, "connector").jobs();
    this.ledger = requireNonNull(ledger, "ledger");
  }

  List<DeploymentStatus> all() {
    List<Locks.Holder> holders = ledger.locks().holders();
    Optional<Problem> silence = silence();
    return ledger.deployments().stream()
        .map(deployment -> one(deployment, holders, silence))
        .toList();
  }

  /** Why the cluster does not answer; what the ledger knows is worth telling all the same. */
  private Optional<Problem> silence() {
    try {
      List<JobStatus> unused = jobs.jobs();
      return Optional.empty();
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        return Optional.of(e.problem());
      }
      throw e;
    }
  }

  private DeploymentStatus one(
      Deployment deployment, List<Locks.Holder> holders, Optional<Problem> silence) {
    Optional<Attempt> attempt =
        deployment.attempt().map(number -> ledger.attempt(deployment.key(), number));
    Optional<JobId> job = attempt.map(Attempt::job);
    Optional<JobStatus> observed = silence.isPresent() ? Optional.empty() : job.flatMap(jobs::job);
    Optional<CheckpointReport> checkpoints =
        observed.flatMap(status -> jobs.checkpoints(status.id()));
    Optional<String> lastSavepoint =
        checkpoints
            .flatMap(CheckpointReport::latestCompleted)
            .map(CheckpointReport.Snapshot::path)
            .or(
                () ->
                    ledger.savepoints(deployment.key()).stream()
                        .findFirst()
                        .map(savepoint -> savepoint.path()))
            .or(() -> attempt.flatMap(Attempt::checkpoint));
    Optional<Operation> newest = ledger.operations().of(deployment.key()).stream().findFirst();
    Optional<Operation> unfinished = newest.filter(operation -> operation.endedAt().isEmpty());
    Optional<Locks.Holder> holder =
        holders.stream()
            .filter(candidate -> candidate.deployment().equals(deployment.key()))
            .findFirst();
    return new DeploymentStatus(
        deployment.model(),
        deployment.models(),
        deployment.key(),
        relation(deployment, attempt),
        deployment.jobName(),
        deployment.wanted() == Deployment.Wanted.RUNNING,
        job,
        observed,
        checkpoints,
        lastSavepoint,
        deployment.deployedAt(),
        unfinished.map(Machine::stateOf),
        verdict(deployment, observed, newest, holder, silence));
  }

  private RelationName relation(Deployment deployment, Optional<Attempt> attempt) {
    if (attempt.isPresent()) {
      return ledger.spec(attempt.get().spec()).spec().outputs().getFirst().relation();
    }
    List<String> parts = List.of(deployment.relation().split("\\.", 3));
    return new RelationName(parts.get(0), parts.get(1), parts.get(2));
  }

  private static String verdict(
      Deployment deployment,
      Optional<JobStatus> observed,
      Optional<Operation> newest,
      Optional<Locks.Holder> holder,
      Optional<Problem> silence) {
    if (holder.isPresent()) {
      return "being deployed by " + holder.get().owner() + " since " + holder.get().since();
    }
    if (newest.filter(operation -> operation.endedAt().isEmpty()).isPresent()) {
      return "left unfinished; run `millrace resume`";
    }
    boolean blocked =
        newest.filter(operation -> Machine.stateOf(operation) == DeployState.BLOCKED).isPresent();
    if (blocked && observed.filter(job -> !job.state().isTerminal()).isEmpty()) {
      return "blocked; `millrace recover` explains it and leads out: "
          + newest.flatMap(Operation::cause).orElse("");
    }
    return switch (deployment.wanted()) {
      case NOT_YET -> "not deployed";
      case STOPPED -> "stopped";
      case RUNNING -> running(observed, silence);
    };
  }

  private static String running(Optional<JobStatus> observed, Optional<Problem> silence) {
    if (silence.isPresent()) {
      return "should run; "
          + silence.get().message()
          + silence.get().remedy().map(remedy -> ". " + remedy).orElse("");
    }
    if (observed.isEmpty()) {
      return "gone; run `millrace local start` or `millrace run` to bring it back";
    }
    JobStatus job = observed.get();
    if (job.allTasksRunning() || (job.state() == JobState.RUNNING && !job.tellsTasks())) {
      return "runs";
    }
    return job.state() == JobState.RUNNING
        ? "starts: " + job.tasksRunning() + " of " + job.tasksToRun() + " tasks run"
        : job.state().name().toLowerCase(Locale.ROOT);
  }
}
