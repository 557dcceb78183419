package dev.millrace.sidecar.submit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.application.SingleJobApplication;
import org.apache.flink.runtime.blob.BlobClient;
import org.apache.flink.runtime.client.ClientUtils;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkException;
import org.apache.flink.util.InstantiationUtil;

/**
 * The one of this JVM. What its REST interface would do with an upload is done here without one:
 * that took a file for the graph, another for the request, and half as long as making the job.
 *
 * @param configuration of the cluster
 */
record OwnJobManager(GatewayRetriever<DispatcherGateway> dispatcher, Configuration configuration)
    implements JobManager {
  private static final Duration ANSWER = Duration.ofMinutes(1);

  /** By a copy: what only a JobManager elsewhere would find missing is missing here as well. */
  @Override
  public CompletableFuture<?> submit(StreamGraph graph) {
    StreamGraph copy;
    try {
      copy = InstantiationUtil.clone(graph, getClass().getClassLoader());
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    return gateway()
        .thenCompose(gateway -> withJars(gateway, copy))
        .thenCompose(gateway -> gateway.submitApplication(new SingleJobApplication(copy), ANSWER));
  }

  /** Fails where nobody takes jobs any more. */
  private CompletableFuture<DispatcherGateway> gateway() {
    return dispatcher.getFuture().copy().orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<DispatcherGateway> withJars(
      DispatcherGateway gateway, StreamGraph graph) {
    if (graph.getUserJars().isEmpty() && graph.getUserArtifacts().isEmpty()) {
      return CompletableFuture.completedFuture(gateway);
    }
    return gateway
        .getBlobServerAddress(ANSWER)
        .thenCombine(gateway.getBlobServerPort(ANSWER), InetSocketAddress::new)
        // Not on the dispatcher's own thread: it would take nobody's jobs meanwhile.
        .thenApplyAsync(
            address -> {
              try {
                ClientUtils.extractAndUploadExecutionPlanFiles(
                    graph, () -> new BlobClient(address, configuration));
                return gateway;
              } catch (FlinkException e) {
                throw new CompletionException(e);
              }
            });
  }

  @Override
  public CompletableFuture<JobStatus> status(JobID id) {
    return gateway().thenCompose(gateway -> gateway.requestJobStatus(id, ANSWER));
  }

  @Override
  public CompletableFuture<JobResult> result(JobID id) {
    return gateway().thenCompose(gateway -> gateway.requestJobResult(id, ANSWER));
  }

  @Override
  public boolean answered(Throwable failure) {
    return ExceptionUtils.findThrowable(failure, TimeoutException.class).isEmpty()
        && ExceptionUtils.findThrowable(failure, RpcException.class).isEmpty();
  }
}
