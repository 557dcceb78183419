package dev.millrace.sidecar.submit;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Another cluster's, by its REST interface: a graph is uploaded as a file. */
record RestJobManager(RestClusterClient<?> client) implements JobManager {
  @Override
  public CompletableFuture<?> submit(StreamGraph graph) {
    return client.submitJob(graph);
  }

  @Override
  public CompletableFuture<JobStatus> status(JobID id) {
    return client.getJobStatus(id);
  }

  @Override
  public CompletableFuture<JobResult> result(JobID id) {
    return client.requestJobResult(id);
  }

  @Override
  public boolean answered(Throwable failure) {
    return ServerCause.answered(failure);
  }
}
