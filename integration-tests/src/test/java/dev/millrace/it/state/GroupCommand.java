package dev.millrace.it.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser.Answer;
import java.util.List;
import java.util.function.Consumer;

/** A command for several cases at once. */
@FunctionalInterface
interface GroupCommand {
  /** Whether the command understood its task, so that there is an answer for each case. */
  boolean carryOut(List<RunningCase> group);

  /**
   * Carries it out. A fault in one case's text stops a command for all: then each has a command of
   * its own.
   */
  static void inGroupOrAlone(Bench bench, List<RunningCase> group, GroupCommand command) {
    if (group.isEmpty() || (group.size() > 1 && command.carryOut(group))) {
      return;
    }
    for (RunningCase running : group) {
      try {
        if (!command.carryOut(List.of(running))) {
          new CaseProject(bench).forget(running);
        }
      } catch (RuntimeException e) {
        running.ends(Truth.ERROR, String.valueOf(e));
      }
    }
  }

  /** Hands the answer for several cases to each. */
  static boolean answered(Answer answer, List<RunningCase> group, Consumer<RunningCase> each) {
    boolean understood = answer.out().strip().endsWith("}") && answer.json().has("models");
    if (understood) {
      group.forEach(each);
    } else if (group.size() == 1) {
      group.getFirst().ends(Truth.ERROR, answer.err() + answer.out());
    }
    return understood;
  }

  /** Whether an entry of an answer says that the model runs. */
  static boolean isSuccess(JsonNode entry) {
    String outcome = entry.path("outcome").asText();
    return outcome.equals("committed") || outcome.equals("unchanged");
  }

  /** What an entry says that is no success. */
  static String words(JsonNode entry) {
    return entry.path("outcome").asText()
        + ": "
        + entry.path("message").asText()
        + " "
        + entry.path("problem").path("message").asText();
  }
}
