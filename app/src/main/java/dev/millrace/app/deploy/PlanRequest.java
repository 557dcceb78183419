package dev.millrace.app.deploy;

import java.util.Arrays;
import java.util.List;

/**
 * What a plan is asked for.
 *
 * @param selection terms of dbt's selection grammar, separated by blanks; blank for all models
 * @param fullRefresh give up state and start without it
 * @param stopRemoved stop jobs whose models left the project; means something only for all models
 */
public record PlanRequest(String selection, boolean fullRefresh, boolean stopRemoved) {
  /** All models, nothing given up, nothing stopped. */
  public static final PlanRequest ALL = new PlanRequest("", false, false);

  public PlanRequest {
    selection = selection.strip();
  }

  /** Some models, nothing given up. */
  public static PlanRequest of(String selection) {
    return new PlanRequest(selection, false, false);
  }

  /** The terms; empty for all models. */
  public List<String> terms() {
    return Arrays.stream(selection.split("\\s+")).filter(term -> !term.isEmpty()).toList();
  }
}
