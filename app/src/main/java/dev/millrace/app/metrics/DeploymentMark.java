package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A moment at which a model's job was replaced.
 *
 * @param attempt counts the model's jobs, from 1
 */
public record DeploymentMark(Instant at, int attempt, Kind kind) {
  /** What happened. */
  public enum Kind {
    /** A job began without state. */
    STARTED,
    /** A job went on from the state of the one before. */
    CONTINUED,
    /** A job was begun and taken back. */
    GIVEN_UP
  }

  public DeploymentMark {
    requireNonNull(at, "at");
    requireNonNull(kind, "kind");
  }
}
