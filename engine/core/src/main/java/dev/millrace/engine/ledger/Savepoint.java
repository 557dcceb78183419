package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A savepoint we asked for, or a checkpoint that a job has left behind.
 *
 * @param attempt number of the submission it was taken of
 * @param sizeBytes 0 when unknown
 * @param label what a person calls it; such a savepoint is never deleted by a rule
 */
public record Savepoint(
    String path,
    String deployment,
    int attempt,
    Origin origin,
    long sizeBytes,
    Instant takenAt,
    Optional<String> label) {
  public Savepoint {
    requireNonNull(path, "path");
    requireNonNull(deployment, "deployment");
    requireNonNull(origin, "origin");
    requireNonNull(takenAt, "takenAt");
    requireNonNull(label, "label");
  }

  /** A savepoint that has no name. */
  public Savepoint(
      String path, String deployment, int attempt, Origin origin, long sizeBytes, Instant takenAt) {
    this(path, deployment, attempt, origin, sizeBytes, takenAt, Optional.empty());
  }

  /** Why it was taken. */
  public enum Origin {
    UPGRADE,
    STOP,
    USER,
    /** The job was drained before: nothing but its positions may be gone on from. */
    DRAIN,
    /** A checkpoint that Flink has kept of a job that failed or was cancelled; never stored. */
    CHECKPOINT
  }
}
