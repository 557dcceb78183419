package dev.millrace.sidecar.state;

import dev.millrace.sidecar.planner.PlanGraph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * One run of a muted plan: it is started, so that every operator registers its state, and stopped
 * with a savepoint, whose metadata says what that state is.
 */
final class DryRun {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final String BACKEND = "state.backend.type";

  /** What decides neither ids nor types, and lets the run start at once and fail at once. */
  private static final Map<String, String> OWN =
      Map.of(
          "parallelism.default",
          "1",
          "table.exec.resource.default-parallelism",
          "1",
          "restart-strategy.type",
          "none",
          BACKEND,
          "hashmap",
          "execution.buffer-timeout.interval",
          "0 ms");

  private final MiniCluster cluster;
  private final long deadline = System.nanoTime() + LONGEST.toNanos();

  DryRun(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * @param folder an empty folder for the savepoint
   * @return where in it the savepoint lies
   * @throws TimeoutException after cancelling the run
   * @throws ExecutionException when it failed
   */
  String savepoint(MutedPlan plan, Path folder) throws Exception {
    JobID job = new JobID();
    Map<String, String> settings = new LinkedHashMap<>(plan.settings());
    settings.putAll(OWN);
    StreamGraph graph = PlanGraph.of(plan.json(), job, "dry run", settings, Map.of(), null);
    cluster.submitJob(graph).get();
    try {
      awaitTasks(job, plan.values());
      return cluster
          .stopWithSavepoint(
              job,
              folder.toUri().toString(),
              false,
              // Operators whose state answers later cannot write the other format.
              plan.keepsStateAsynchronously()
                  ? SavepointFormatType.NATIVE
                  : SavepointFormatType.CANONICAL)
          .get(nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (Exception e) {
      if (!cluster.getJobStatus(job).get().isTerminalState()) {
        cluster.cancelJob(job).get();
      }
      throw e;
    }
  }

  /**
   * Runs it from a savepoint until every operator has its state, and ends it.
   *
   * @param settings of the job, for the state backend that wrote what it starts from
   * @throws TimeoutException after cancelling the run
   * @throws ExecutionException when it failed
   */
  void restore(MutedPlan plan, Map<String, String> settings, String from) throws Exception {
    JobID job = new JobID();
    Map<String, String> options = new LinkedHashMap<>(plan.settings());
    options.putAll(OWN);
    Optional.ofNullable(settings.get(BACKEND)).ifPresent(backend -> options.put(BACKEND, backend));
    StreamGraph graph = PlanGraph.of(plan.json(), job, "rehearsal", options, Map.of(), from);
    cluster.submitJob(graph).get();
    try {
      awaitTasks(job, 0);
    } finally {
      if (!cluster.getJobStatus(job).get().isTerminalState()) {
        cluster.cancelJob(job).get();
      }
    }
  }

  /**
   * @param ended how many of the tasks must have come to their end: a savepoint that is asked for
   *     while one does is never complete
   */
  private void awaitTasks(JobID job, int ended) throws Exception {
    while (!allRun(job, ended)) {
      if (nanosLeft() <= 0) {
        throw new TimeoutException("its tasks do not start");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean allRun(JobID job, int ended) throws Exception {
    AccessExecutionGraph graph = cluster.getExecutionGraph(job).get();
    if (graph.getState() == JobStatus.FAILED && graph.getFailureInfo() != null) {
      throw new ExecutionException(
          graph.getFailureInfo().getException().deserializeError(DryRun.class.getClassLoader()));
    }
    if (graph.getState() != JobStatus.RUNNING) {
      return graph.getState().isTerminalState();
    }
    int finished = 0;
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      if (task.getExecutionState() == ExecutionState.FINISHED) {
        finished++;
      } else if (task.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return finished >= ended;
  }

  private long nanosLeft() {
    return deadline - System.nanoTime();
  }
}
