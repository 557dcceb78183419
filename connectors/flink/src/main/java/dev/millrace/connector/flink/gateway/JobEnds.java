package dev.millrace.connector.flink.gateway;

import dev.millrace.engine.connect.JobId;

/** What closing a query needs to know of jobs, whoever can tell. */
public interface JobEnds {
  /** How far the tasks of a job have come. */
  enum Tasks {
    /** Some have no slot yet. */
    WAITING,
    /** Some are on a TaskManager and do not run yet. */
    STARTING,
    /** All run or ran. */
    STARTED,
    /** Whoever is asked does not know tasks. */
    UNTOLD
  }

  /** Of a job that the cluster does not know all have started. */
  Tasks tasks(JobId job);

  /** Whether the job will not run again; also true for one that the cluster does not know. */
  boolean hasEnded(JobId job);

  /** Asks the job to end; no error when it has. */
  void cancel(JobId job);
}
