package dev.millrace.engine.plan;

import java.util.List;

/**
 * Whether somebody must permit what a plan does with a job's state.
 *
 * @param needed whether nothing is done without
 * @param rulings what the project says of it; empty where that is nothing
 */
public record Permission(boolean needed, List<PolicyRuling> rulings) {
  public Permission {
    rulings = List.copyOf(rulings);
  }

  /** Where the project says nothing. */
  static Permission of(Action action) {
    return new Permission(action == Action.UPGRADE_UNKNOWN_STATE, List.of());
  }
}
