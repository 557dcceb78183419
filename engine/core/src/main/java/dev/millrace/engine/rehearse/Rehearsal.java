package dev.millrace.engine.rehearse;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How the rehearsal of one upgrade went.
 *
 * @param model unique id of the model it belongs to, or the id of a job of several
 * @param words one sentence without its full stop
 * @param took from the savepoint until all operators had their state; empty when it was left out
 */
public record Rehearsal(String model, Outcome outcome, String words, Optional<Duration> took) {
  public Rehearsal {
    requireNonNull(model, "model");
    requireNonNull(outcome, "outcome");
    requireNonNull(words, "words");
    requireNonNull(took, "took");
  }

  /** What came of it. */
  public enum Outcome {
    /** Every operator was given its state. */
    PASSED,
    /** Flink would refuse it. */
    FAILED,
    /** It was not tried. */
    LEFT_OUT
  }
}
