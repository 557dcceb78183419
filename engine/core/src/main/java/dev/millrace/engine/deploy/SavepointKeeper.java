package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/** Takes savepoints of jobs that run on, and deletes those that are no longer needed. */
public final class SavepointKeeper {
  private final JobControl jobs;
  private final StateTools state;
  private final Ledger ledger;
  private final DeployerSettings settings;
  private final String actor;
  private final Clock clock;
  private final SavepointNotes notes;

  public SavepointKeeper(
      Connector connector, Ledger ledger, DeployerSettings settings, String actor, Clock clock) {
    this.jobs = connector.jobs();
    this.state = connector.state();
    this.ledger = requireNonNull(ledger, "ledger");
    this.settings = requireNonNull(settings, "settings");
    this.actor = requireNonNull(actor, "actor");
    this.clock = requireNonNull(clock, "clock");
    this.notes = new SavepointNotes(ledger, state);
  }

  /**
   * Which savepoints may go.
   *
   * @param keep how many of each deployment stay, the newest; at least the last one always does
   * @param olderThan younger ones stay
   */
  public record Policy(int keep, Duration olderThan) {
    public Policy {
      if (keep < 1) {
        throw new IllegalArgumentException("the last savepoint is never deleted");
      }
      requireNonNull(olderThan, "olderThan");
    }
  }

  /** All ways back, by model, the newest first: see {@link #of}. */
  public List<Savepoint> all() {
    List<Savepoint> all = new ArrayList<>();
    ledger.deployments().forEach(deployment -> all.addAll(of(deployment)));
    return all;
  }

  /**
   * The ways back of one deployment, the newest first: its savepoints, and the newest checkpoint of
   * each job that failed or was cancelled. Those of a job that runs are not among them: Flink
   * deletes them when the job is stopped.
   */
  public List<Savepoint> of(Deployment deployment) {
    List<Savepoint> ways = new ArrayList<>(ledger.savepoints(deployment.key()));
    for (Attempt attempt : ledger.attempts(deployment.key())) {
      if (!runsIfAnswered(attempt.job())) {
        retained(attempt.job())
            .map(
                found ->
                    new Savepoint(
                        found.path(),
                        deployment.key(),
                        attempt.number(),
                        Savepoint.Origin.CHECKPOINT,
                        found.sizeBytes(),
                        found.time()))
            .filter(left -> isItsLast(left, ways))
            .ifPresent(ways::add);
      }
    }
    ways.sort(Comparator.comparing(Savepoint::takenAt).reversed());
    return ways;
  }

  /**
   * Takes a savepoint of a job that runs on.
   *
   * @param label what it is called from then on
   * @throws MillraceException USAGE when the model has no job that runs; SAVEPOINT_FAILED; LOCKED
   *     while another deploys it
   */
  public Savepoint take(String model, Optional<String> label) {
    return take(model, label, SavepointFormat.NATIVE);
  }

  /** The same in the format that is asked for. */
  public Savepoint take(String model, Optional<String> label, SavepointFormat format) {
    String name = model.substring(model.lastIndexOf('.') + 1);
    Deployment deployment =
        ledger.deploymentOf(model).orElseThrow(() -> usage(name + " has not been deployed"));
    try (DeploymentLock lock =
        ledger.locks().acquire(List.of(deployment.key()), actor, "savepoint")) {
      lock.check();
      Attempt attempt =
          deployment
              .attempt()
              .map(number -> ledger.attempt(deployment.key(), number))
              .filter(known -> runs(known.job()))
              .orElseThrow(() -> usage(name + " has no job that runs"));
      TriggerId trigger =
          TriggerId.derive(attempt.job().hex(), "savepoint", UUID.randomUUID().toString());
      jobs.triggerSavepoint(attempt.job(), trigger, format, settings.savepointDirectory());
      Savepoint taken =
          new Savepoint(
              await(name, attempt.job(), trigger),
              deployment.key(),
              attempt.number(),
              Savepoint.Origin.USER,
              0,
              clock.instant(),
              label);
      ledger.addSavepoint(taken);
      notes.keep(taken);
      return taken;
    }
  }

  /** Gives a savepoint a name, or takes it away. */
  public void label(Savepoint savepoint, Optional<String> label) {
    ledger.label(savepoint.path(), label);
    notes.renamed(savepoint.deployment(), savepoint.path());
  }

  /** What a job has left before its savepoint was taken is no way back that anybody wants. */
  private static boolean isItsLast(Savepoint checkpoint, List<Savepoint> ways) {
    return ways.stream()
        .filter(other -> other.attempt() == checkpoint.attempt())
        .noneMatch(other -> other.takenAt().isAfter(checkpoint.takenAt()));
  }

  /** A cluster that is away runs nothing; what it has left on disk may be readable all the same. */
  private boolean runsIfAnswered(JobId job) {
    try {
      return runs(job);
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        return false;
      }
      throw e;
    }
  }

  private Optional<CheckpointReport.Snapshot> retained(JobId job) {
    try {
      return jobs.newestRetainedCheckpoint(job);
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean runs(JobId job) {
    return jobs.job(job).filter(status -> !status.state().isTerminal()).isPresent();
  }

  private String await(String name, JobId job, TriggerId trigger) {
    Instant until = clock.instant().plus(settings.savepointTimeout());
    while (clock.instant().isBefore(until)) {
      switch (jobs.savepointStatus(job, trigger)) {
        case TriggerStatus.Completed done -> {
          return done.location();
        }
        case TriggerStatus.Failed failed ->
            throw failed("The savepoint of " + name + " failed: " + failed.cause());
        case TriggerStatus.InProgress _, TriggerStatus.Unknown _ -> pause();
      }
    }
    throw failed("The savepoint of " + name + " is not complete yet");
  }

  /**
   * Those that a policy lets go: never one that has a name, that the last state of a deployment is
   * in, or that an operation which has not ended needs.
   */
  public List<Savepoint> unneeded(Policy policy) {
    List<Savepoint> unneeded = new ArrayList<>();
    Instant youngest = clock.instant().minus(policy.olderThan());
    for (Deployment deployment : ledger.deployments()) {
      Set<String> needed = needed(deployment);
      List<Savepoint> all = ledger.savepoints(deployment.key());
      all.stream()
          .skip(policy.keep())
          .filter(savepoint -> savepoint.label().isEmpty())
          .filter(savepoint -> savepoint.takenAt().isBefore(youngest))
          .filter(savepoint -> !needed.contains(savepoint.path()))
          .forEach(unneeded::add);
    }
    return unneeded;
  }

  private Set<String> needed(Deployment deployment) {
    Set<String> needed = new LinkedHashSet<>();
    for (Operation operation : ledger.operations().of(deployment.key())) {
      if (operation.endedAt().isEmpty()) {
        operation.savepointPath().ifPresent(needed::add);
        operation.restorePath().ifPresent(needed::add);
        operation.chosenPath().ifPresent(needed::add);
      }
    }
    // A job that has taken no checkpoint since has its state there alone.
    deployment
        .attempt()
        .map(number -> ledger.attempt(deployment.key(), number))
        .flatMap(Attempt::restorePath)
        .ifPresent(needed::add);
    return needed;
  }

  /**
   * Deletes a savepoint with its files; only one that the ledger knows, so that what we did not
   * make is never deleted.
   */
  public void delete(Savepoint savepoint) {
    try (DeploymentLock lock =
        ledger.locks().acquire(List.of(savepoint.deployment()), actor, "prune")) {
      lock.check();
      tidy(savepoint.path());
      jobs.deleteSavepoint(savepoint.path());
      ledger.savepointDeleted(savepoint.path());
    }
  }

  /** What we have written beside it keeps Flink from deleting its folder. */
  private void tidy(String path) {
    try {
      state.tidy(path);
    } catch (MillraceException e) {
      // What can be read neither from here nor by the cluster was never rewritten.
      if (e.problem().code() != ProblemCode.STATE_UNREADABLE) {
        throw e;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(settings.pollInterval());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("it was cut off");
    }
  }

  private static MillraceException usage(String message) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, message).remedy("Look at `millrace status`"));
  }

  private static MillraceException failed(String message) {
    return new MillraceException(Problem.error(ProblemCode.SAVEPOINT_FAILED, message));
  }
}
