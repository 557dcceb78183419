package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the manifest and the catalog. */
@Command(
    name = "generate",
    description =
        "Write manifest.json and catalog.json, with the types Flink's planner finds; no cluster is"
            + " needed.",
    mixinStandardHelpOptions = true)
final class DocsGenerateCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--compile",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Put compiled texts into the manifest; --no-compile leaves them out.")
  private boolean compile = true;

  @Option(
      names = "--empty-catalog",
      description = "Write a catalog without relations; Flink's planner is left out.")
  private boolean emptyCatalog;

  DocsGenerateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Set<String> nodes = emptyCatalog ? Set.of() : selection.nodes(engine, surroundings(), console);
    // This is what was asked for, whatever --no-write-json says of artifacts by the way.
    Path manifest = engine.artifacts().manifest(compile);
    Path catalog = engine.artifacts().catalog(nodes);
    List<Problem> problems = problems(engine, nodes);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("manifest", manifest.toString());
    answer.put("catalog", catalog.toString());
    answer.put("problems", ProblemReport.json(problems));
    console.progress("Catalog written to " + catalog);
    return ProblemReport.finish(console, problems, answer);
  }

  /** The planner is asked only when the catalog tells of something. */
  private List<Problem> problems(Engine engine, Set<String> nodes) {
    if (!nodes.isEmpty()) {
      return engine.analyzed().problems();
    }
    return compile ? engine.compiled().problems() : engine.project().problems();
  }
}
