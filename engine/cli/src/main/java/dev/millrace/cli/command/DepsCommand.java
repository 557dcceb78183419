package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says which packages are missing. Millrace reads packages where they lie and fetches none. */
@Command(
    name = "deps",
    description =
        "Say which declared packages are missing, and how to get them; nothing is fetched.",
    mixinStandardHelpOptions = true)
final class DepsCommand extends EngineCommand {
  DepsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<Problem> missing =
        engine.project().problems().stream()
            .filter(problem -> problem.code() == ProblemCode.PACKAGE_MISSING)
            .toList();
    console.problems(missing);
    console.progress(
        missing.isEmpty()
            ? "All declared packages are installed"
            : missing.size() + " declared packages are missing");
    console.json(Map.of("missing", ProblemReport.json(missing)));
    return missing.isEmpty() ? 0 : 1;
  }
}
