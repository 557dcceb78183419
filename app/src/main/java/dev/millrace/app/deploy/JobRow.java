package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * One deployment in the list of jobs.
 *
 * @param model unique id
 * @param state one word, as {@code millrace jobs} says it
 * @param since when its job started; empty when it does not run
 * @param tasks running and all, such as {@code 2/2}; empty when the cluster does not say
 * @param checkpoint when the newest checkpoint was completed
 * @param savepoint path of the newest savepoint or checkpoint known
 */
public record JobRow(
    String model,
    Health health,
    String state,
    Optional<Instant> since,
    String tasks,
    Optional<Instant> checkpoint,
    Optional<JobId> job,
    Optional<String> savepoint,
    String verdict,
    boolean stoppable) {
  public JobRow {
    requireNonNull(model, "model");
    requireNonNull(health, "health");
    requireNonNull(state, "state");
    requireNonNull(since, "since");
    requireNonNull(tasks, "tasks");
    requireNonNull(checkpoint, "checkpoint");
    requireNonNull(job, "job");
    requireNonNull(savepoint, "savepoint");
    requireNonNull(verdict, "verdict");
  }

  /** How it is, for icon and colour beside the word. */
  public enum Health {
    RUNS,
    /** On its way, or left unfinished. */
    UNSETTLED,
    STOPPED,
    /** It should run and does not. */
    LOST
  }

  static JobRow of(DeploymentStatus status) {
    return new JobRow(
        status.model(),
        health(status),
        status.state(),
        status.runsSince(),
        status
            .observed()
            .filter(job -> job.tasksToRun() > 0)
            .map(job -> job.tasksRunning() + "/" + job.tasksToRun())
            .orElse(""),
        status
            .checkpoints()
            .flatMap(CheckpointReport::latestCompleted)
            .map(CheckpointReport.Snapshot::time),
        status.job(),
        status.lastSavepoint(),
        status.verdict(),
        status.wanted() && status.unfinished().isEmpty());
  }

  /** The model's own name, without type and package. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }

  private static Health health(DeploymentStatus status) {
    if (status.unfinished().isPresent()) {
      return Health.UNSETTLED;
    }
    if (!status.wanted()) {
      return Health.STOPPED;
    }
    return status
        .observed()
        .map(
            job ->
                switch (job.state()) {
                  case RUNNING ->
                      job.allTasksRunning() || !job.tellsTasks() ? Health.RUNS : Health.UNSETTLED;
                  // A bounded job that has finished has done its work.
                  case FINISHED -> Health.STOPPED;
                  case INITIALIZING, CREATED, RESTARTING, RECONCILING, SUSPENDED ->
                      Health.UNSETTLED;
                  case FAILING, FAILED, CANCELLING, CANCELED -> Health.LOST;
                })
        .orElse(Health.LOST);
  }
}
