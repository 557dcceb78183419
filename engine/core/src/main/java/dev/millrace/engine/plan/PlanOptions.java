package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.Choices;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a plan.
 *
 * @param selected unique ids of the models to plan; empty for all. Removed models are planned only
 *     when all are
 * @param fullRefresh give up state and start without it: {@link Action#START_FRESH}
 * @param stopRemoved stop jobs whose models left the project
 * @param gitCommit the project's commit, to be kept with the deployment
 * @param choices what was chosen for columns whose meaning changes, and for whole models
 */
public record PlanOptions(
    Set<String> selected,
    boolean fullRefresh,
    boolean stopRemoved,
    Optional<String> gitCommit,
    Choices choices) {
  /** All models, nothing given up, nothing stopped. */
  public static final PlanOptions ALL = new PlanOptions(Set.of(), false, false, Optional.empty());

  public PlanOptions {
    selected = Set.copyOf(selected);
    requireNonNull(gitCommit, "gitCommit");
    requireNonNull(choices, "choices");
  }

  /** Nothing was chosen. */
  public PlanOptions(
      Set<String> selected, boolean fullRefresh, boolean stopRemoved, Optional<String> gitCommit) {
    this(selected, fullRefresh, stopRemoved, gitCommit, Choices.NONE);
  }
}
