package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.inspect.StateBrowser;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what jobs remember. */
@Command(
    name = "state",
    description =
        "Show what jobs remember: for each operator what it keeps, by which columns, and how much,"
            + " from the newest checkpoint or savepoint. Touches no job.",
    mixinStandardHelpOptions = true)
final class StateCommand extends EngineCommand {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      arity = "0..1",
      description = "One model; without it, all that are deployed.")
  private @Nullable String model;

  @Option(
      names = "--path",
      paramLabel = "P",
      description = "A checkpoint or savepoint instead: its folder or its metadata file.")
  private @Nullable String path;

  @Option(
      names = "--entries",
      description =
          "Count the entries of each state too. Reads the whole state, and can do so for savepoints"
              + " in canonical format only.")
  private boolean entries;

  StateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (path != null && model != null) {
      throw usage("Name a model or a --path, not both", "`millrace state --path P`");
    }
    StateBrowser browser = engine.memory();
    List<Memory> memories = new ArrayList<>();
    boolean good = true;
    if (path != null) {
      memories.add(counted(browser, browser.at(path), console));
    } else {
      for (String each : models(engine)) {
        try {
          memories.add(counted(browser, browser.of(each), console));
        } catch (MillraceException e) {
          // The others are worth telling all the same.
          console.problems(e.problems());
          good = false;
        }
      }
    }
    Instant now = Instant.now();
    memories.forEach(memory -> console.text(StateText.of(memory, now)));
    console.json(Map.of("states", memories.stream().map(StateJson::of).toList()));
    return good ? 0 : 1;
  }

  private List<String> models(Engine engine) {
    List<String> deployed =
        engine.ledger().deployments().stream()
            .filter(deployment -> deployment.attempt().isPresent())
            .map(Deployment::model)
            .toList();
    if (model == null) {
      return deployed;
    }
    return List.of(named(model, deployed));
  }

  /** The unique id of a model that was deployed, by its name or its unique id. */
  static String named(String model, List<String> deployed) {
    return deployed.stream()
        .filter(id -> id.equals(model) || DeployProgress.name(id).equals(model))
        .findFirst()
        .orElseThrow(
            () -> usage("No model " + model + " has been deployed", "Look at `millrace status`"));
  }

  private Memory counted(StateBrowser browser, Memory memory, Console console) {
    if (!entries) {
      return memory;
    }
    return browser.counted(
        memory,
        part ->
            console.progress(
                "Counting "
                    + PlanWords.bytes(part.operator().bytes())
                    + " of "
                    + part.operator().name().orElse(part.description())),
        why -> console.progress("Not everything can be counted: " + why));
  }

  private static MillraceException usage(String message, String remedy) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message).remedy(remedy));
  }
}
