package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoint statistics of a job.
 *
 * @param completed number of completed checkpoints since the job started
 * @param latestCheckpoint newest completed checkpoint that is no savepoint
 * @param latestSavepoint newest savepoint; statistics name it also when somebody has deleted it
 * @param restored what the job was restored from; empty for a job that started without state
 */
public record CheckpointReport(
    long completed,
    long failed,
    Optional<Snapshot> latestCheckpoint,
    Optional<Snapshot> latestSavepoint,
    Optional<Snapshot> restored) {
  public CheckpointReport {
    requireNonNull(latestCheckpoint, "latestCheckpoint");
    requireNonNull(latestSavepoint, "latestSavepoint");
    requireNonNull(restored, "restored");
  }

  /** The newest of checkpoint and savepoint. */
  public Optional<Snapshot> latestCompleted() {
    return newestFirst().stream().findFirst();
  }

  /** Checkpoint and savepoint, as far as there are any. */
  public List<Snapshot> newestFirst() {
    return Stream.concat(latestCheckpoint.stream(), latestSavepoint.stream())
        .sorted(Comparator.comparingLong(Snapshot::id).reversed())
        .toList();
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
