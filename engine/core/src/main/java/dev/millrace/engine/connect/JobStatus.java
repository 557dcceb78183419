package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A job as the cluster sees it.
 *
 * @param tasksTotal 0 also when the cluster does not tell, as with a SQL Gateway alone
 * @param tasksRunning tasks in state RUNNING; a job can be RUNNING while this is 0
 * @param tasksFinished tasks that have read all there was for them, as those of VALUES do at once
 * @param tasksStarting tasks in state DEPLOYING or INITIALIZING
 * @param parameters the job's global parameters; empty when the cluster does not tell (see {@link
 *     Capabilities})
 */
public record JobStatus(
    JobId id,
    String name,
    JobState state,
    Instant startTime,
    int tasksTotal,
    int tasksRunning,
    int tasksFinished,
    int tasksStarting,
    Map<String, String> parameters) {
  public JobStatus {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    requireNonNull(startTime, "startTime");
    parameters = Map.copyOf(parameters);
  }

  /**
   * Whether the cluster tells of tasks: a job that Flink calls RUNNING has some. Where it does not,
   * the state is all there is to judge by.
   */
  public boolean tellsTasks() {
    return state != JobState.RUNNING || tasksTotal > 0;
  }

  /** Tasks that run or are to run: all but those that have finished. */
  public int tasksToRun() {
    return tasksTotal - tasksFinished;
  }

  /** Whether every task runs that has not finished; the only honest "running". */
  public boolean allTasksRunning() {
    return state == JobState.RUNNING && tasksTotal > 0 && tasksRunning == tasksToRun();
  }
}
