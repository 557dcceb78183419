package dev.millrace.sidecar.unittest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** One run of a planned query, from its start to its last row. */
final class QueryRun {
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration CANCEL = Duration.ofSeconds(10);

  private final MiniCluster cluster;
  private final ExecutorService threads;
  private final JobID job = new JobID();
  private final Instant deadline;

  QueryRun(MiniCluster cluster, ExecutorService threads, Duration timeout) {
    this.cluster = cluster;
    this.threads = threads;
    this.deadline = Instant.now().plus(timeout);
  }

  /** The order of rows was not kept, so the result may be another one next time. */
  static final class OrderLostException extends Exception {
    private static final long serialVersionUID = 1;

    OrderLostException(long expected, long came) {
      super("checkpoint " + expected + " was to come, and " + came + " came");
    }
  }

  /**
   * @return the changelog, in order
   * @throws TimeoutException after cancelling the run
   * @throws ExecutionException when the run failed
   */
  List<RowData> rows(PlannedQuery query) throws Exception {
    query.graph().setJobId(job);
    query.graph().serializeUserDefinedInstances();
    cluster.submitJob(query.graph()).get();
    query
        .results()
        .setJobClient(
            new MiniClusterJobClient(
                job, cluster, QueryRun.class.getClassLoader(), JobFinalizationBehavior.NOTHING));
    Future<List<RowData>> rows = threads.submit(() -> fetch(query));
    try {
      takeTurns(query.turns(), rows);
      return rows.get(millisLeft(), TimeUnit.MILLISECONDS);
    } finally {
      if (!rows.isDone()) {
        awaitStart();
        cluster.cancelJob(job).get(CANCEL.toMillis(), TimeUnit.MILLISECONDS);
        rows.cancel(true);
      }
    }
  }

  /** Cancelled before its sink is open, the query would take the TaskManager with it. */
  private void awaitStart() throws Exception {
    Instant patient = Instant.now().plus(CANCEL);
    while (isStarting() && Instant.now().isBefore(patient)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isStarting() throws Exception {
    for (AccessExecutionVertex task :
        cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
      switch (task.getExecutionState()) {
        case SCHEDULED, DEPLOYING, INITIALIZING -> {
          return true;
        }
        case CREATED, RUNNING, FINISHED, CANCELING, CANCELED, FAILED, RECONCILING -> {
          continue;
        }
      }
    }
    return false;
  }

  // Closing may be interrupted, and an interrupted fetch is what a timeout wants.
  @SuppressWarnings("try")
  private static List<RowData> fetch(PlannedQuery query) throws Exception {
    List<RowData> rows = new ArrayList<>();
    try (CloseableIterator<RowData> iterator = query.results().toInternalIterator()) {
      iterator.forEachRemaining(rows::add);
    }
    return rows;
  }

  private void takeTurns(int turns, Future<?> end) throws Exception {
    for (int checkpoint = 1; checkpoint <= Turns.checkpoints(turns); checkpoint++) {
      long completed = checkpoint(end);
      if (end.isDone()) {
        return;
      }
      if (completed != checkpoint) {
        throw new OrderLostException(checkpoint, completed);
      }
    }
  }

  /** Before all tasks run and after the first has failed, there is no checkpoint to be had. */
  private long checkpoint(Future<?> end) throws Exception {
    while (!end.isDone()) {
      try {
        return cluster
            .triggerCheckpoint(job, CheckpointType.FULL)
            .get(millisLeft(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        millisLeft();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return 0;
  }

  private long millisLeft() throws TimeoutException {
    long millis = Duration.between(Instant.now(), deadline).toMillis();
    if (millis <= 0) {
      throw new TimeoutException();
    }
    return millis;
  }
}
