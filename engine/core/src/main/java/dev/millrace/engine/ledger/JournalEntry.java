package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of the journal.
 *
 * @param state of the operation at that moment
 * @param step what was about to happen or has happened
 * @param detail in words; never a secret
 */
public record JournalEntry(
    long number,
    String operation,
    String deployment,
    String state,
    Moment moment,
    String step,
    String detail,
    String actor,
    long pid,
    Instant at) {
  public JournalEntry {
    requireNonNull(operation, "operation");
    requireNonNull(deployment, "deployment");
    requireNonNull(state, "state");
    requireNonNull(moment, "moment");
    requireNonNull(step, "step");
    requireNonNull(detail, "detail");
    requireNonNull(actor, "actor");
    requireNonNull(at, "at");
  }

  /** Whether the step was yet to happen. */
  public enum Moment {
    BEFORE,
    AFTER,
    /** The operation came into a state. */
    ENTERED
  }
}
