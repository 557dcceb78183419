package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.FailOn;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanPolicy;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** What a plan may do without a further word. */
final class PolicyFlags {
  @Option(
      names = "--fail-on",
      split = ",",
      paramLabel = "RULE",
      description =
          "Refuse a plan before anything is touched: state-loss, breaking (changes of an output"
              + " that a reader may not bear), unknown (state).")
  private List<String> failOn = new ArrayList<>();

  @Option(
      names = "--allow-unknown-state",
      description = "Upgrade also where nobody can say what becomes of the state.")
  private boolean allowUnknownState;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask, at a terminal, before state is given up or a job is stopped.")
  private boolean yes;

  boolean allowsUnknownState() {
    return allowUnknownState;
  }

  /**
   * What was asked for.
   *
   * @throws MillraceException USAGE
   */
  PlanPolicy policy() {
    Set<FailOn> rules = EnumSet.noneOf(FailOn.class);
    for (String text : failOn) {
      rules.add(
          FailOn.named(text)
              .orElseThrow(
                  () ->
                      usage(
                          "--fail-on knows state-loss, breaking and unknown, not `" + text + "`")));
    }
    if (allowUnknownState && rules.contains(FailOn.UNKNOWN)) {
      throw usage("--allow-unknown-state and --fail-on unknown contradict each other");
    }
    return new PlanPolicy(rules);
  }

  /**
   * Refuses what is not wanted and, at a terminal, asks before what cannot be taken back.
   *
   * @return whether to go on
   */
  boolean permits(Plan plan, Surroundings surroundings, Console console) {
    List<Problem> violations = policy().violations(plan);
    if (!violations.isEmpty()) {
      console.problems(violations);
      return false;
    }
    List<String> grave = grave(plan);
    Optional<Surroundings.Asking> asking = surroundings.asking();
    if (yes || grave.isEmpty() || asking.isEmpty() || console.isJson()) {
      return true;
    }
    String answer =
        asking
            .get()
            .ask("This plan " + String.join(", ", grave) + ". Go on? [y/N] ")
            .orElse("")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (answer.equals("y") || answer.equals("yes")) {
      return true;
    }
    console.progress("Nothing has been touched");
    return false;
  }

  private static List<String> grave(Plan plan) {
    List<String> grave = new ArrayList<>();
    name(grave, "gives up state of ", plan, model -> !model.consequences().losses().isEmpty());
    name(grave, "breaks readers of ", plan, PolicyFlags::breaksReaders);
    name(grave, "stops ", plan, model -> model.action() == Action.STOP);
    return grave;
  }

  private static boolean breaksReaders(PlannedModel model) {
    return model.consequences().breaking().stream().anyMatch(change -> !change.readers().isEmpty());
  }

  private static void name(
      List<String> grave, String words, Plan plan, Predicate<PlannedModel> which) {
    List<String> names = plan.acting().stream().filter(which).map(PlannedModel::name).toList();
    if (!names.isEmpty()) {
      grave.add(words + String.join(", ", names));
    }
  }

  private static MillraceException usage(String message) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message));
  }
}
