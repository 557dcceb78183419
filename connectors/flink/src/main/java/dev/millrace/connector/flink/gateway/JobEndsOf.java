package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import java.util.Optional;

/** The ends of jobs as job control sees them. */
public record JobEndsOf(JobControl jobs) implements JobEnds {
  public JobEndsOf {
    requireNonNull(jobs, "jobs");
  }

  @Override
  public boolean hasEnded(JobId job) {
    return status(job).map(status -> status.state().isTerminal()).orElse(true);
  }

  @Override
  public Tasks tasks(JobId job) {
    return status(job).map(JobEndsOf::tasks).orElse(Tasks.STARTED);
  }

  /** From the list of all jobs: what a JobManager says of one job alone is up to 3 s old. */
  private Optional<JobStatus> status(JobId id) {
    return jobs.jobs().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  private static Tasks tasks(JobStatus status) {
    if (status.state().isTerminal() || status.allTasksRunning()) {
      return Tasks.STARTED;
    }
    if (!status.tellsTasks()) {
      return Tasks.UNTOLD;
    }
    return status.tasksStarting() > 0 ? Tasks.STARTING : Tasks.WAITING;
  }

  @Override
  public void cancel(JobId job) {
    jobs.cancel(job);
  }
}
