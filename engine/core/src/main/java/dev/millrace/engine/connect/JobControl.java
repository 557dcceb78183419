package dev.millrace.engine.connect;

import dev.millrace.engine.trust.Bindings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts, watches and stops jobs. Every call may be repeated: ids are chosen by the caller.
 *
 * <p>All methods throw {@link dev.millrace.engine.problem.MillraceException} with
 * CLUSTER_UNREACHABLE when the cluster does not answer.
 */
public interface JobControl {
  /** All jobs the cluster knows, also ended ones it still remembers. */
  List<JobStatus> jobs();

  /**
   * How all jobs stand that the cluster knows: as {@link #jobs}, with parameters or without,
   * whichever costs less. Meant to be asked for again and again by who waits for several jobs.
   */
  default List<JobStatus> overview() {
    return jobs();
  }

  /** One job, with its parameters; empty when the cluster does not know it. */
  Optional<JobStatus> job(JobId id);

  /**
   * Submits a job and returns when the cluster has accepted it. A second submission with the id of
   * a job the cluster knows is no error and starts nothing.
   *
   * @return the job's id: the one asked for, unless the cluster cannot take ids from us
   * @throws dev.millrace.engine.problem.MillraceException RESTORE_FAILED when the state does not
   *     fit, CLUSTER_REFUSED for other reasons
   */
  JobId submit(Submission submission, Bindings bindings);

  /**
   * Asks a job to stop with a savepoint, without draining; returns at once.
   *
   * @param targetDirectory where the savepoint goes; empty for the cluster's default
   */
  void stopWithSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory);

  /**
   * Asks a job to end its input, so that all that waits for event time comes out, and to stop with
   * a savepoint; returns at once. What is in that savepoint besides positions has seen the end of
   * time: no job may go on from it.
   *
   * @param targetDirectory where the savepoint goes; empty for the cluster's default
   * @throws dev.millrace.engine.problem.MillraceException NOT_SUPPORTED
   */
  void drain(JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory);

  /** Where savepoints go that name no folder of their own; empty when nobody tells. */
  default Optional<String> savepointFolder() {
    return Optional.empty();
  }

  /** How a {@link #stopWithSavepoint}, {@link #drain} or {@link #triggerSavepoint} stands. */
  TriggerStatus savepointStatus(JobId id, TriggerId trigger);

  /** Asks for a savepoint while the job runs on. */
  void triggerSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory);

  /**
   * Deletes a savepoint with all its files, and returns when that is done; no error when it is not
   * there.
   *
   * @throws dev.millrace.engine.problem.MillraceException SAVEPOINT_FAILED, NOT_SUPPORTED
   */
  void deleteSavepoint(String path);

  /** Asks for a checkpoint now. */
  void triggerCheckpoint(JobId id, TriggerId trigger);

  /** How a {@link #triggerCheckpoint} stands. */
  TriggerStatus checkpointStatus(JobId id, TriggerId trigger);

  /**
   * Cancels a job, keeping its last checkpoint where retention says so; no error when it has ended.
   */
  void cancel(JobId id);

  /** Checkpoint statistics; empty when the cluster does not know the job or cannot tell. */
  Optional<CheckpointReport> checkpoints(JobId id);

  /**
   * The tasks of a job, with what the cluster says of their operators; empty when it does not know
   * the job or does not tell.
   */
  default List<Vertex> vertices(JobId id) {
    return List.of();
  }

  /**
   * A task of a job.
   *
   * @param id of the first of its operators, 32 hexadecimal digits
   * @param description of its operators, in the JobManager's own markup
   */
  record Vertex(String id, String description) {
    public Vertex {
      java.util.Objects.requireNonNull(id, "id");
      java.util.Objects.requireNonNull(description, "description");
    }
  }

  /**
   * Names of the tables that a SQL job writes, without catalog and database; empty when the cluster
   * does not know the job or does not tell.
   */
  default List<String> writtenTables(JobId id) {
    return List.of();
  }

  /** Why a job fails; no causes when it does not. */
  JobFailures failures(JobId id);

  /**
   * Records the job's sources have read since it was submitted under this id; empty when the
   * cluster does not tell.
   */
  default OptionalLong recordsRead(JobId id) {
    return OptionalLong.empty();
  }

  /**
   * The newest complete checkpoint or savepoint in the job's checkpoint folder, read from storage
   * and not from the cluster; empty when there is none or the folder cannot be read from here.
   */
  Optional<CheckpointReport.Snapshot> newestRetainedCheckpoint(JobId id);
}
