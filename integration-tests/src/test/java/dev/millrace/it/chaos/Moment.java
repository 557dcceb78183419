package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

/**
 * A moment in the life of an engine: something is about to be written into its ledger, or has just
 * been.
 *
 * @param deployment key of the deployment it is about
 * @param what in words, such as {@code prechecked -> stop_requested}
 */
record Moment(String deployment, String what, Side side) {
  Moment {
    requireNonNull(deployment, "deployment");
    requireNonNull(what, "what");
    requireNonNull(side, "side");
  }

  /** On which side of the write. */
  enum Side {
    BEFORE,
    AFTER
  }

  /** A step of the state machine. */
  static String transition(String from, String to) {
    return from + " -> " + to;
  }

  /** A line of the journal about a call to the outside. */
  static String call(String state, String step, boolean made) {
    return state + ": `" + step + "` " + (made ? "was made" : "is about to be made");
  }

  /** What the operation's first line is. */
  static final String INTENT = "-> intended";

  /** The submission that brings the old plan back. */
  static final String WAY_BACK = "rolling_back: the old plan is about to be submitted";

  static final String SAVEPOINT = "a savepoint is kept";

  static final String CHECKPOINT = "a checkpoint is kept";
}
