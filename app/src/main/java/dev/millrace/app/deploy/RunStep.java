package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.DeployState;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a model's way through the state machine: coming into a state.
 *
 * @param detail one sentence of the engine's; empty while there is nothing to say
 * @param since when it began; empty before
 * @param until when it ended; empty before
 */
public record RunStep(
    DeployState state,
    Standing standing,
    String detail,
    Optional<Instant> since,
    Optional<Instant> until) {
  public RunStep {
    requireNonNull(state, "state");
    requireNonNull(standing, "standing");
    requireNonNull(detail, "detail");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
  }

  /** How a step stands. */
  public enum Standing {
    /** Its turn has not come. */
    WAITING,
    /** It is being done. */
    ACTIVE,
    DONE,
    /** It did not succeed. */
    FAILED,
    /** It was left in the middle and can be resumed. */
    CUT_OFF
  }
}
