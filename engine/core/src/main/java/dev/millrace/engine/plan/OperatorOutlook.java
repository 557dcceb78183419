package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import java.util.List;

/**
 * What becomes of the state of one operator.
 *
 * @param outlook what the plans alone say
 * @param verdict what is really there, and what becomes of it
 * @param lines of the model's compiled SQL that the operator comes from, counted from 1; empty when
 *     they cannot be told
 */
public record OperatorOutlook(Outlook outlook, StateVerdict verdict, List<Integer> lines) {
  public OperatorOutlook {
    requireNonNull(outlook, "outlook");
    requireNonNull(verdict, "verdict");
    lines = List.copyOf(lines);
  }

  public OperatorRole role() {
    return verdict.role();
  }

  /** Flink's description of it. */
  public String operator() {
    return verdict.operator();
  }

  /** One sentence. */
  public String reason() {
    return verdict.reason();
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
