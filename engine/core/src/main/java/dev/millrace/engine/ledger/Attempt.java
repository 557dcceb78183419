package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * One submission of a deployment's job.
 *
 * @param restorePath what it was to start from; empty when it was to start without state
 * @param checkpoint newest checkpoint we have seen of it
 * @param hadCheckpoint whether it ever completed one, as far as we have seen; such a job is never
 *     started empty
 */
public record Attempt(
    String deployment,
    int number,
    long spec,
    JobId job,
    Optional<String> restorePath,
    Optional<String> checkpoint,
    boolean hadCheckpoint,
    State state,
    Instant startedAt) {
  public Attempt {
    requireNonNull(deployment, "deployment");
    requireNonNull(job, "job");
    requireNonNull(restorePath, "restorePath");
    requireNonNull(checkpoint, "checkpoint");
    requireNonNull(state, "state");
    requireNonNull(startedAt, "startedAt");
  }

  /** What became of it. */
  public enum State {
    /** Submitted, or about to be. */
    SUBMITTED,
    /** It passed the gate. */
    COMMITTED,
    /** It did not; its checkpoints are nobody's state. */
    GIVEN_UP
  }
}
