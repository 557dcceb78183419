package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Checkpoint statistics of a job.
 *
 * @param completed number of completed checkpoints since the job started
 * @param latestCompleted newest completed checkpoint or savepoint
 * @param latestSavepoint newest savepoint
 * @param restored what the job was restored from; empty for a job that started without state
 */
public record CheckpointReport(
    long completed,
    long failed,
    Optional<Snapshot> latestCompleted,
    Optional<Snapshot> latestSavepoint,
    Optional<Snapshot> restored) {
  public CheckpointReport {
    requireNonNull(latestCompleted, "latestCompleted");
    requireNonNull(latestSavepoint, "latestSavepoint");
    requireNonNull(restored, "restored");
  }

  /**
   * A checkpoint or savepoint.
   *
   * @param path where it lies, as Flink names it
   * @param sizeBytes size of its state; 0 when unknown
   */
  public record Snapshot(long id, String path, Instant time, long sizeBytes) {
    public Snapshot {
      requireNonNull(path, "path");
      requireNonNull(time, "time");
    }
  }
}
