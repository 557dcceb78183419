package dev.millrace.engine.plan;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a plan must not contain.
 *
 * @param failOn any of these is refused before anything is touched
 */
public record PlanPolicy(Set<FailOn> failOn) {
  /** Everything that is planned may be done. */
  public static final PlanPolicy OPEN = new PlanPolicy(Set.of());

  public PlanPolicy {
    failOn = Set.copyOf(failOn);
  }

  /** One problem for each thing in the plan that is not wanted; empty when there is none. */
  public List<Problem> violations(Plan plan) {
    List<Problem> problems = new ArrayList<>();
    for (PlannedModel model : plan.acting()) {
      if (failOn.contains(FailOn.UNKNOWN) && model.action() == Action.UPGRADE_UNKNOWN_STATE) {
        problems.add(
            refused(
                FailOn.UNKNOWN,
                model,
                "nobody can say what becomes of the state of " + model.name()));
      }
      if (failOn.contains(FailOn.STATE_LOSS)) {
        for (Loss loss : model.consequences().losses()) {
          problems.add(
              refused(FailOn.STATE_LOSS, model, model.name() + " gives up " + loss.sentence()));
        }
      }
      if (failOn.contains(FailOn.BREAKING)) {
        for (OutputChange change : model.consequences().breaking()) {
          problems.add(
              refused(
                  FailOn.BREAKING,
                  model,
                  "the output of "
                      + model.name()
                      + " changes, "
                      + change.subject()
                      + ": "
                      + change.sentence()
                      + PlanWords.readers(change.readers())));
        }
      }
    }
    return problems;
  }

  private static Problem refused(FailOn rule, PlannedModel model, String what) {
    return Problem.error(
            ProblemCode.POLICY_VIOLATED, "Refused by --fail-on " + rule.written() + ": " + what)
        .remedy(
            "Change "
                + model.desired().map(spec -> spec.outputs().getFirst().path()).orElse(model.name())
                + ", or leave "
                + rule.written()
                + " out of --fail-on");
  }
}
