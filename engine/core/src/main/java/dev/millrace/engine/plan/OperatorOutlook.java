package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.OperatorRole;

/**
 * What becomes of the state of one operator.
 *
 * @param operator Flink's description of it
 * @param reason one sentence
 */
public record OperatorOutlook(Outlook outlook, OperatorRole role, String operator, String reason) {
  public OperatorOutlook {
    requireNonNull(outlook, "outlook");
    requireNonNull(role, "role");
    requireNonNull(operator, "operator");
    requireNonNull(reason, "reason");
  }

  /** What can be said without reading the state itself. */
  public enum Outlook {
    /** Same operator, same meaning, same rows: its state goes on. */
    KEPT,
    /** Its state goes on, but the rows that reach it from now on are others than before. */
    INPUT_CHANGED,
    /** It is new: it starts empty and does not know the past. */
    STARTS_EMPTY,
    /** It is no longer there, or means something else: its state has no owner. */
    WITHOUT_OWNER
  }
}
