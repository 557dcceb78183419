package dev.millrace.app.watch;

import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.deploy.DeploymentStatus;

/** How the job of a model stands, as a user would say it. */
public enum JobHealth {
  /** All its tasks run. */
  RUNNING,
  /** It was submitted and some tasks do not run yet. */
  STARTING,
  /** A task failed, and Flink starts it again. */
  RESTARTING,
  /** It is being stopped. */
  STOPPING,
  /** Its input has ended. */
  FINISHED,
  /** It failed for good. */
  FAILED,
  /** It should run, and the cluster that answers does not know it. */
  GONE,
  /** It should run, and no cluster answers. */
  UNREACHABLE,
  /** It was stopped on purpose. */
  STOPPED,
  /** A deployment of it has not come to its end. */
  UNFINISHED,
  /** It never had a job. */
  NOT_DEPLOYED;

  /**
   * What a status says.
   *
   * @param answers whether the cluster answered when the status was read
   */
  public static JobHealth of(DeploymentStatus status, boolean answers) {
    if (status.unfinished().isPresent()) {
      return UNFINISHED;
    }
    return status
        .observed()
        .map(job -> of(job, status.wanted()))
        .orElseGet(() -> unseen(status, answers));
  }

  private static JobHealth unseen(DeploymentStatus status, boolean answers) {
    if (!status.wanted()) {
      return status.job().isPresent() ? STOPPED : NOT_DEPLOYED;
    }
    return answers ? GONE : UNREACHABLE;
  }

  private static JobHealth of(JobStatus job, boolean wanted) {
    return switch (job.state()) {
      case RUNNING -> job.allTasksRunning() || !job.tellsTasks() ? RUNNING : STARTING;
      case INITIALIZING, CREATED, RECONCILING -> STARTING;
      case FAILING, RESTARTING, SUSPENDED -> RESTARTING;
      case CANCELLING -> STOPPING;
      case FAILED -> FAILED;
      case FINISHED -> wanted ? FINISHED : STOPPED;
      case CANCELED -> wanted ? GONE : STOPPED;
    };
  }
}
