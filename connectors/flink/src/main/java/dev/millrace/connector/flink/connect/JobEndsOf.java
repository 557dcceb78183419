package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.gateway.JobEnds;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;

/** The ends of jobs as job control sees them. */
record JobEndsOf(JobControl jobs) implements JobEnds {
  JobEndsOf {
    requireNonNull(jobs, "jobs");
  }

  @Override
  public boolean hasEnded(JobId job) {
    return jobs.job(job).map(status -> status.state().isTerminal()).orElse(true);
  }

  @Override
  public void cancel(JobId job) {
    jobs.cancel(job);
  }
}
