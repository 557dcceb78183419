package dev.millrace.engine.plan;

import dev.millrace.engine.state.Choices;
import java.util.List;
import java.util.Optional;

/** What a plan says of functions with other code. */
final class FunctionChanges {
  private FunctionChanges() {}

  /** Names of the functions among these changes. */
  static List<String> names(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.kind() == Change.Kind.FUNCTION)
        .map(change -> last(change.subject()))
        .toList();
  }

  /** Whether somebody says that the new code of a function means what the old one meant. */
  static boolean meansTheSame(ProjectJob job, String function, Choices choices) {
    return job.modelIds().stream()
        .map(model -> choices.of(model, function))
        .anyMatch(Optional.of(Choices.Choice.CONTINUE)::equals);
  }

  /** Nobody but its author knows whether other code means something else. */
  static List<String> keptByChoice(ProjectJob job, List<Change> changes) {
    String model = last(job.modelIds().getFirst());
    return names(changes).stream()
        .map(
            function ->
                "Where the new code of "
                    + function
                    + " means what the old one meant, `--choose "
                    + model
                    + "."
                    + function
                    + "=continue` keeps all that was made with it")
        .toList();
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
