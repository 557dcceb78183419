package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;
import java.util.Arrays;
import java.util.List;

/**
 * What a plan is asked for.
 *
 * @param selection terms of dbt's selection grammar, separated by blanks; blank for all models
 * @param fullRefresh give up state and start without it
 * @param stopRemoved stop jobs whose models left the project; means something only for all models
 * @param choices what was chosen for columns whose meaning changes, and for whole models
 */
public record PlanRequest(
    String selection, boolean fullRefresh, boolean stopRemoved, Choices choices) {
  /** All models, nothing given up, nothing stopped. */
  public static final PlanRequest ALL = new PlanRequest("", false, false);

  public PlanRequest {
    selection = selection.strip();
    requireNonNull(choices, "choices");
  }

  /** Nothing is chosen yet. */
  public PlanRequest(String selection, boolean fullRefresh, boolean stopRemoved) {
    this(selection, fullRefresh, stopRemoved, Choices.NONE);
  }

  /** The same with one more choice. */
  PlanRequest choosing(CarriedStates.Decision decision, Choices.Choice choice) {
    return new PlanRequest(selection, fullRefresh, stopRemoved, choices.with(decision, choice));
  }

  /** The same with a way for the whole state of a model. */
  PlanRequest choosing(String model, Way way) {
    return new PlanRequest(selection, fullRefresh, stopRemoved, choices.with(model, way));
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
