package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobFailures;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.CompiledPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a submitted job is a success: that a statement has finished never is.
 *
 * <p>Two halves: all tasks run and the job was restored from the path we gave; then a checkpoint
 * that we asked for completes. A restart loop is seen here, since Flink itself would restart for
 * ever.
 */
final class Gate {
  private static final int CHECKPOINT_TRIES = 3;

  /** Digits of a job's id in the name of a savepoint of its. */
  private static final int SHORT_ID = 6;

  /** While it is said to restart; and no job passes before its restarts were asked for. */
  private static final Duration RESTARTS_EVERY = Duration.ofMillis(500);

  /**
   * Tasks of VALUES end when they have begun. A checkpoint that is asked for meanwhile fails, or
   * waits for its timeout with all others behind it.
   */
  private static final Duration VALUES_END_WITHIN = Duration.ofSeconds(15);

  /**
   * While it is said to begin or to run, its tasks perhaps on their way: whoever restarts for ever
   * is still told within a few seconds. For an answer the JobManager copies the job's whole graph.
   */
  private static final Duration RESTARTS_OTHERWISE_EVERY = Duration.ofSeconds(2);

  private final JobControl jobs;
  private final JobLook look;
  private final Outside outside;
  private final DeployerSettings settings;
  private Instant restartsAsked;

  /** For one job. */
  Gate(JobControl jobs, JobLook look, Outside outside, DeployerSettings settings) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.look = requireNonNull(look, "look");
    this.outside = requireNonNull(outside, "outside");
    this.settings = requireNonNull(settings, "settings");
    this.restartsAsked = outside.deadline(Duration.ZERO);
  }

  /** What a look at the job says. */
  sealed interface Verdict {
    /**
     * It passed.
     *
     * @param weak whether on time alone
     */
    record Passed(boolean weak, String detail) implements Verdict {}

    record Failed(String cause) implements Verdict {}

    /** The cluster does not know the job. */
    record Gone() implements Verdict {}

    record Waiting() implements Verdict {}
  }

  /** Waits until all tasks run, from the path we gave. */
  Verdict awaitRunning(Attempt attempt) {
    outside.onlyWaits();
    Instant deadline = outside.deadline(settings.startTimeout());
    while (true) {
      Verdict verdict = running(attempt);
      if (!(verdict instanceof Verdict.Waiting)) {
        return verdict;
      }
      if (outside.isPast(deadline)) {
        return new Verdict.Failed(tooLate(attempt));
      }
      outside.pause();
    }
  }

  private String tooLate(Attempt attempt) {
    boolean runs =
        outside.read(() -> look.job(attempt.job())).filter(JobStatus::allTasksRunning).isPresent();
    return runs
        ? "It runs, but was not restored from " + attempt.restorePath().orElse("")
        : "Not all of its tasks ran within "
            + settings.startTimeout().toSeconds()
            + " s"
            + causes(outside.read(() -> jobs.failures(attempt.job())));
  }

  /**
   * Waits for a checkpoint of ours; a job that takes none passes on time.
   *
   * @param maybeAsked whether it may have been asked for before
   */
  Verdict awaitProof(Operation operation, Attempt attempt, JobSpec spec, boolean maybeAsked) {
    outside.onlyWaits();
    return spec.checkpoints()
        ? awaitCheckpoint(operation, attempt, spec, maybeAsked)
        : awaitTime(attempt, "it takes no checkpoints");
  }

  private Verdict running(Attempt attempt) {
    Optional<JobStatus> status = outside.read(() -> look.job(attempt.job()));
    if (status.isEmpty()) {
      return new Verdict.Gone();
    }
    Optional<Verdict> bad = trouble(attempt, status.get());
    if (bad.isPresent()) {
      return bad.get();
    }
    if (status.get().state() == JobState.FINISHED) {
      return new Verdict.Passed(false, "It has read all of its input");
    }
    boolean runs = runsWhole(status.get());
    if (!runs) {
      return new Verdict.Waiting();
    }
    return restored(attempt) ? new Verdict.Passed(false, "All tasks run") : new Verdict.Waiting();
  }

  /** Whether the job came from the path we gave, as far as the cluster tells. */
  private boolean restored(Attempt attempt) {
    if (attempt.restorePath().isEmpty()) {
      return true;
    }
    Optional<CheckpointReport> report = outside.read(() -> jobs.checkpoints(attempt.job()));
    return report
        .map(
            known ->
                known
                    .restored()
                    .map(CheckpointReport.Snapshot::path)
                    .filter(
                        path ->
                            StatePaths.same(path, attempt.restorePath().get())
                                || isOfItsOwn(path, attempt))
                    .isPresent())
        .orElse(true);
  }

  private Verdict awaitCheckpoint(
      Operation operation, Attempt attempt, JobSpec spec, boolean maybeAsked) {
    Instant deadline = outside.deadline(settings.checkpointTimeout());
    Instant patience = outside.deadline(VALUES_END_WITHIN);
    int values = CompiledPlan.parse(spec.plan()).countOfValues();
    int refusals = 0;
    for (int number = 1; ; number++) {
      TriggerId trigger =
          TriggerId.derive(operation.id(), attempt.job().hex(), "gate", Integer.toString(number));
      boolean asked = false;
      Optional<String> refusal = Optional.empty();
      while (refusal.isEmpty()) {
        Verdict verdict = standing(attempt);
        if (!(verdict instanceof Verdict.Waiting)) {
          return verdict;
        }
        Instant before = outside.deadline(Duration.ZERO);
        TriggerStatus status =
            asked || maybeAsked
                ? outside.read(() -> jobs.checkpointStatus(attempt.job(), trigger))
                : new TriggerStatus.Unknown();
        Duration took = Duration.between(before, outside.deadline(Duration.ZERO));
        if (status instanceof TriggerStatus.Completed done) {
          return loop(attempt)
              .orElseGet(
                  () ->
                      new Verdict.Passed(false, "Checkpoint " + done.location() + " is complete"));
        }
        if (status instanceof TriggerStatus.Failed failed) {
          refusal = Optional.of(failed.cause());
        } else if (status instanceof TriggerStatus.Unknown
            && !asked
            && runsWhole(attempt)
            && (outside.isPast(patience) || haveEnded(attempt, values))) {
          asked = true;
          try {
            outside.change(
                operation,
                "trigger checkpoint",
                () -> jobs.triggerCheckpoint(attempt.job(), trigger));
          } catch (MillraceException e) {
            if (e.problem().code() == ProblemCode.NOT_SUPPORTED) {
              return awaitTime(attempt, "no checkpoint can be asked for here");
            }
            refusal = Optional.of(e.problem().message());
          }
        }
        if (outside.isPast(deadline)) {
          return new Verdict.Failed(
              "No checkpoint was complete within "
                  + settings.checkpointTimeout().toSeconds()
                  + " s");
        }
        outside.pauseAfter(took);
      }
      // A job that just lost a task takes no checkpoint and may run again in a moment; whether it
      // restarts too often is judged elsewhere.
      if (runsWhole(attempt) && ++refusals == CHECKPOINT_TRIES) {
        return new Verdict.Failed("No checkpoint can be taken: " + refusal.get());
      }
      Instant next = outside.deadline(settings.checkpointRetry());
      while (!outside.isPast(next)) {
        outside.pause();
      }
    }
  }

  /** Whether so many tasks have finished, as far as the cluster tells. */
  private boolean haveEnded(Attempt attempt, int tasks) {
    return tasks == 0
        || outside
            .read(() -> look.job(attempt.job()))
            .filter(job -> !job.tellsTasks() || job.tasksFinished() >= tasks)
            .isPresent();
  }

  private boolean runsWhole(Attempt attempt) {
    return outside.read(() -> look.job(attempt.job())).filter(Gate::runsWhole).isPresent();
  }

  /** Whether all tasks run, as far as the cluster tells. */
  private static boolean runsWhole(JobStatus job) {
    return job.tellsTasks() ? job.allTasksRunning() : job.state() == JobState.RUNNING;
  }

  private Verdict awaitTime(Attempt attempt, String why) {
    Instant enough = outside.deadline(settings.weakGateTime());
    while (!outside.isPast(enough)) {
      Verdict verdict = standing(attempt);
      if (!(verdict instanceof Verdict.Waiting)) {
        return verdict;
      }
      outside.pause();
    }
    return loop(attempt)
        .orElseGet(() -> new Verdict.Passed(true, "It ran for a while without failing; " + why));
  }

  /** Whether a running job still stands; Waiting when it does. */
  private Verdict standing(Attempt attempt) {
    Optional<JobStatus> status = outside.read(() -> look.job(attempt.job()));
    if (status.isEmpty()) {
      return new Verdict.Gone();
    }
    Optional<Verdict> bad = trouble(attempt, status.get());
    if (bad.isPresent()) {
      return bad.get();
    }
    return status.get().state() == JobState.FINISHED
        ? new Verdict.Passed(false, "It has read all of its input")
        : new Verdict.Waiting();
  }

  private Optional<Verdict> trouble(Attempt attempt, JobStatus status) {
    if (status.state() == JobState.FAILED || status.state() == JobState.CANCELED) {
      JobFailures failures = outside.read(() -> jobs.failures(attempt.job()));
      return Optional.of(new Verdict.Failed("The job is " + status.state() + causes(failures)));
    }
    if (status.state() == JobState.FINISHED) {
      return Optional.empty();
    }
    Duration pace =
        switch (status.state()) {
          case RESTARTING, FAILING -> RESTARTS_EVERY;
          default -> RESTARTS_OTHERWISE_EVERY;
        };
    return outside.isPast(restartsAsked.plus(pace)) ? loop(attempt) : Optional.empty();
  }

  /** Whether it restarts again and again. */
  private Optional<Verdict> loop(Attempt attempt) {
    JobFailures failures = outside.read(() -> jobs.failures(attempt.job()));
    restartsAsked = outside.deadline(Duration.ZERO);
    if (failures.restarts() > settings.restartsTolerated()) {
      return Optional.of(
          new Verdict.Failed(
              "The job restarts again and again ("
                  + failures.restarts()
                  + " times)"
                  + causes(failures)));
    }
    return Optional.empty();
  }

  private static String causes(JobFailures failures) {
    List<String> causes = failures.causes();
    return causes.isEmpty() ? "" : ": " + causes.getFirst();
  }

  /**
   * Whether it is a checkpoint or savepoint of this very job, which only a job that came from our
   * path can have taken: it was restarted since, by the cluster or by us after the cluster was
   * lost.
   */
  private static boolean isOfItsOwn(String path, Attempt attempt) {
    String id = attempt.job().hex();
    return path.contains("/" + id + "/")
        || path.contains("/savepoint-" + id.substring(0, SHORT_ID) + "-");
  }
}
