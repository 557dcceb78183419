package dev.millrace.sidecar.submit;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a small job of ours on another cluster, to its end. */
public final class BoundedRun {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedRun.class);
  private static final Duration CANCELLING = Duration.ofSeconds(10);

  private BoundedRun() {}

  /**
   * Submits it and waits for its end; one that takes too long is cancelled.
   *
   * @param jobManager base URL
   * @return its accumulators, by name
   * @throws CallFailedException CLUSTER_UNREACHABLE, CLUSTER_REFUSED, TIMEOUT when it has not ended
   *     in time, STATEMENT_FAILED when it failed
   */
  public static Map<String, Object> of(String jobManager, JobGraph graph, Duration within)
      throws CallFailedException {
    BoundValues none = new BoundValues(Map.of());
    try (RestClusterClient<StandaloneClusterId> client = SubmitService.connect(jobManager)) {
      SubmitService.requireSameFlink(client, none);
      client.submitJob(graph).get();
      return result(client, graph, within).getAllAccumulatorResults();
    } catch (InterruptedException e) {
      throw SubmitService.interrupted();
    } catch (ExecutionException e) {
      throw SubmitService.failure(e, none);
    }
  }

  private static JobExecutionResult result(
      RestClusterClient<?> client, JobGraph graph, Duration within)
      throws CallFailedException, InterruptedException, ExecutionException {
    boolean ended = false;
    try {
      JobResult result =
          client.requestJobResult(graph.getJobID()).get(within.toMillis(), TimeUnit.MILLISECONDS);
      ended = true;
      return result.toJobExecutionResult(BoundedRun.class.getClassLoader());
    } catch (TimeoutException e) {
      throw new CallFailedException(
          FailureKind.TIMEOUT,
          "the cluster has not come to the end of it within "
              + within.toSeconds()
              + " s; it needs a free task slot");
    } catch (JobExecutionException e) {
      throw new CallFailedException(FailureKind.STATEMENT_FAILED, ServerCause.deepest(e));
    } catch (IOException | ClassNotFoundException e) {
      throw new CallFailedException(
          FailureKind.STATEMENT_FAILED, "its answer cannot be read: " + e.getMessage());
    } finally {
      if (!ended) {
        cancel(client, graph);
      }
    }
  }

  /** Before the client is closed, which would take the request back. */
  private static void cancel(RestClusterClient<?> client, JobGraph graph) {
    try {
      client.cancel(graph.getJobID()).get(CANCELLING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("job {} of ours may still be on the cluster: {}", graph.getJobID(), e.toString());
    }
  }
}
