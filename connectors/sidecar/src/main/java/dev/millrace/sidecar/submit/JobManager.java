package dev.millrace.sidecar.submit;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A JobManager, as far as it takes to start a job. Flink's own failures are in the answers. */
sealed interface JobManager permits OwnJobManager, RestJobManager {
  /** Hands a graph over; it must not be used afterwards. */
  CompletableFuture<?> submit(StreamGraph graph);

  CompletableFuture<JobStatus> status(JobID id);

  /** How the job has ended, once it has. */
  CompletableFuture<JobResult> result(JobID id);

  /** Whether it was the JobManager that failed so, and not the way to it. */
  boolean answered(Throwable failure);
}
