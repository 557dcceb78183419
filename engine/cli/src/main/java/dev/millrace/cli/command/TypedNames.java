package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Optional;

/**
 * Has the name of a model typed whose whole state is given up by choice, so that no habit of saying
 * yes does it.
 */
final class TypedNames {
  private TypedNames() {}

  /** Whether it is one model's state that was chosen; a full refresh says by itself what it is. */
  static boolean isWanted(PlannedModel model) {
    return model.action() == Action.START_FRESH && !model.ways().isEmpty();
  }

  /**
   * Whether all names that are wanted were typed.
   *
   * @param asking who is at the terminal; empty for nobody
   * @throws MillraceException CONFIRMATION_NEEDED when there is nobody to type them
   */
  static boolean areTyped(Plan plan, Optional<Surroundings.Asking> asking) {
    List<String> names =
        plan.acting().stream().filter(TypedNames::isWanted).map(PlannedModel::name).toList();
    if (names.isEmpty()) {
      return true;
    }
    if (asking.isEmpty()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIRMATION_NEEDED,
                  "The whole state of "
                      + String.join(", ", names)
                      + " would be given up, and nothing has been touched")
              .remedy("Use --yes to go on"));
    }
    return names.stream().allMatch(name -> isTyped(name, asking.get()));
  }

  private static boolean isTyped(String name, Surroundings.Asking asking) {
    return asking
        .ask("The whole state of " + name + " is given up. Type its name to go on: ")
        .map(String::strip)
        .filter(name::equals)
        .isPresent();
  }
}
