package dev.millrace.connector.flink.gateway;

import dev.millrace.engine.connect.JobId;

/** What closing a query needs to know of jobs, whoever can tell. */
public interface JobEnds {
  /** Whether the job will not run again; also true for one that the cluster does not know. */
  boolean hasEnded(JobId job);

  /** Asks the job to end; no error when it has. */
  void cancel(JobId job);
}
