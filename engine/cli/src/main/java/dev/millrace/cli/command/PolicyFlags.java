package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.FailOn;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanPolicy;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.rehearse.Rehearsal;
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
  /** The process that rehearses has a heap of one gigabyte, and state in it takes more room. */
  private static final long LARGEST_REHEARSED = 256L << 20;

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
      description =
          "Upgrade also where a change touches state: where it means something else now, is given"
              + " up, or where nobody can say what becomes of it.")
  private boolean allowUnknownState;

  @Option(
      names = "--rehearse",
      description =
          "Start each upgrade from a savepoint of the running job first, without its tables and"
              + " beside the cluster, and refuse the plan where Flink would.")
  private boolean rehearse;

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
    Optional<Surroundings.Asking> asking =
        console.isJson() ? Optional.empty() : surroundings.asking();
    if (!yes && !TypedNames.areTyped(plan, asking)) {
      console.progress("Nothing has been touched");
      return false;
    }
    List<String> grave = grave(plan);
    if (yes || grave.isEmpty() || asking.isEmpty()) {
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

  /**
   * Rehearses the upgrades of a plan where that was asked for, and tells how it went.
   *
   * @return whether none failed
   */
  boolean rehearsed(Engine engine, Plan plan, Console console) {
    if (!rehearse) {
      return true;
    }
    List<Rehearsal> rehearsals = engine.rehearsals().of(plan, LARGEST_REHEARSED, console::progress);
    List<Problem> failures = new ArrayList<>();
    for (Rehearsal rehearsal : rehearsals) {
      String name = DeployProgress.name(rehearsal.model());
      switch (rehearsal.outcome()) {
        case PASSED ->
            console.text(
                "Rehearsed "
                    + name
                    + ": "
                    + rehearsal.words()
                    + rehearsal.took().map(took -> ", " + took.toMillis() + " ms").orElse(""));
        case LEFT_OUT -> console.text("Not rehearsed: " + name + ", since " + rehearsal.words());
        case FAILED ->
            failures.add(
                Problem.error(
                        ProblemCode.DEPLOY_BLOCKED,
                        "The rehearsal of "
                            + name
                            + " failed, and nothing has been stopped. "
                            + rehearsal.words())
                    .remedy(
                        "Change the model, or choose what becomes of its state; see `millrace plan"
                            + " --select "
                            + name
                            + "`"));
      }
    }
    console.problems(failures);
    return failures.isEmpty();
  }

  private static List<String> grave(Plan plan) {
    List<String> grave = new ArrayList<>();
    name(grave, "gives up state of ", plan, PolicyFlags::losesUnasked);
    name(grave, "breaks readers of ", plan, PolicyFlags::breaksReaders);
    name(grave, "stops ", plan, model -> model.action() == Action.STOP);
    return grave;
  }

  private static boolean losesUnasked(PlannedModel model) {
    return !model.consequences().losses().isEmpty()
        && !TypedNames.isWanted(model)
        && !model.isAllowedByPolicy();
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
