package dev.millrace.it.state;

/** What became of the values when a changed query took over. */
enum Truth {
  /** After the switch the same changes come as if the new query had run from the beginning. */
  EXACT,
  /** Other changes, but they lead to the same rows. */
  VIEW,
  /** The new rule applies to what came after the switch, the old one to what came before. */
  SWITCH,
  /** As if it had started empty. */
  FRESH,
  /** None of these. */
  MIXED,
  /** The plan would not do it, and nothing was stopped. */
  REFUSED,
  /** The new job did not start, and the old one was brought back. */
  FAILED,
  /** The case could not be run to its end. */
  ERROR
}
