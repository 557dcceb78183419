package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A savepoint we asked for.
 *
 * @param attempt number of the submission it was taken of
 * @param sizeBytes 0 when unknown
 */
public record Savepoint(
    String path, String deployment, int attempt, Origin origin, long sizeBytes, Instant takenAt) {
  public Savepoint {
    requireNonNull(path, "path");
    requireNonNull(deployment, "deployment");
    requireNonNull(origin, "origin");
    requireNonNull(takenAt, "takenAt");
  }

  /** Why it was taken. */
  public enum Origin {
    UPGRADE,
    STOP,
    USER
  }
}
