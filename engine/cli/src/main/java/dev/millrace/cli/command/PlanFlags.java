package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What is asked of a plan; the same for showing it and for carrying it out. */
final class PlanFlags {
  private static final Pattern CHOICE = Pattern.compile("([^.=]+)(?:\\.([^=]+))?=([a-z]+)");

  @Option(
      names = {"-f", "--full-refresh"},
      description = "Give up the state of the selected models and start them without it.")
  private boolean fullRefresh;

  @Option(
      names = "--stop-removed",
      description = "Stop jobs whose models are no longer in the project.")
  private boolean stopRemoved;

  @Option(
      names = "--choose",
      paramLabel = "MODEL[.COLUMN]=CHOICE",
      description =
          "What becomes of a model's state: carry (what can be kept is), drain (what waits for"
              + " event time is written, then positions alone are kept), positions (they alone are"
              + " kept) or fresh (nothing is); or of a column whose meaning changes: continue (the"
              + " old value goes on) or reset (it begins again), or the letter before it in the"
              + " plan; or of a topic that was made anew while its job was stopped: reset (it is"
              + " read from its first record). May be given several times.")
  private List<String> choices = new ArrayList<>();

  boolean isFullRefresh() {
    return fullRefresh;
  }

  boolean stopsRemoved() {
    return stopRemoved;
  }

  /**
   * What is asked for.
   *
   * @return empty when models were chosen and none matches: no set at all would mean every model
   */
  Optional<PlanOptions> options(
      SelectionOptions selection, Engine engine, Surroundings surroundings, Console console) {
    boolean everything = selection.isEverything(engine);
    Set<String> selected = everything ? Set.of() : selection.models(engine, surroundings, console);
    if (selected.isEmpty() && !everything) {
      console.progress("Nothing to do: no model is selected");
      return Optional.empty();
    }
    return Optional.of(
        new PlanOptions(selected, fullRefresh, stopRemoved, engine.gitCommit(), choices(engine)));
  }

  /**
   * What was chosen for columns and for whole models.
   *
   * @throws MillraceException USAGE
   */
  Choices choices(Engine engine) {
    Map<String, Choices.Choice> byColumn = new LinkedHashMap<>();
    Map<String, Way> byModel = new LinkedHashMap<>();
    for (String text : choices) {
      Matcher matcher = CHOICE.matcher(text.strip());
      if (!matcher.matches()) {
        throw notAChoice(text);
      }
      String model = matcher.group(1);
      String column = matcher.group(2);
      if (!isThere(engine, model)) {
        throw usage("--choose speaks of the model `" + model + "`, which is not there");
      }
      if (column == null) {
        byModel.put(model, Way.named(matcher.group(3)).orElseThrow(() -> notAChoice(text)));
      } else {
        byColumn.put(
            model + "." + column,
            Choices.Choice.named(matcher.group(3)).orElseThrow(() -> notAChoice(text)));
      }
    }
    return new Choices(byColumn, byModel);
  }

  /** Whether there is a model of this name, or a job that several models share. */
  private static boolean isThere(Engine engine, String name) {
    return engine.project().nodes().values().stream()
        .filter(node -> node.resourceType() == ResourceType.MODEL)
        .anyMatch(
            node ->
                node.name().equals(name)
                    || node.config().text("job").filter(name::equals).isPresent());
  }

  private static MillraceException notAChoice(String text) {
    return usage(
        "--choose wants a model and carry, drain, positions or fresh, as in --choose"
            + " totals=positions, or a model, a column and continue or reset, as in --choose"
            + " totals.revenue=continue, not `"
            + text
            + "`");
  }

  private static MillraceException usage(String message) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message));
  }
}
