package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads a whole project and writes its manifest, as dbt does. */
@Command(
    name = "parse",
    description = "Read the project and write manifest.json; --check also asks Flink's planner.",
    mixinStandardHelpOptions = true)
final class ParseCommand extends EngineCommand {
  @Option(
      names = "--check",
      negatable = true,
      description = "Also render every model and let Flink's planner check its types.")
  private boolean check;

  ParseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Project project = engine.project();
    String found =
        "Found %d models, %d sources, %d data tests, %d unit tests in project %s (target %s)"
            .formatted(
                count(project, ResourceType.MODEL),
                count(project, ResourceType.SOURCE),
                project.details().dataTests().size(),
                project.unitTests().size(),
                project.name(),
                project.target().name());
    console.progress(found, CommandEvents.found(found));
    // Without --check no text is compiled: that is the work of `compile`, here as in dbt.
    List<Problem> problems = check ? engine.analyzed().problems() : project.problems();
    write(engine, artifacts -> artifacts.manifest(false));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("project", project.name());
    answer.put("target", project.target().name());
    answer.put("models", count(project, ResourceType.MODEL));
    answer.put("sources", count(project, ResourceType.SOURCE));
    answer.put("data_tests", project.details().dataTests().size());
    answer.put("unit_tests", project.unitTests().size());
    answer.put("checked", check);
    answer.put("problems", ProblemReport.json(problems));
    int exit = ProblemReport.finish(console, problems, answer);
    if (exit == 0) {
      console.progress(check ? "All models are right" : "All files are right");
    }
    return exit;
  }

  static long count(Project project, ResourceType type) {
    return project.nodes().values().stream().map(Node::resourceType).filter(type::equals).count();
  }
}
