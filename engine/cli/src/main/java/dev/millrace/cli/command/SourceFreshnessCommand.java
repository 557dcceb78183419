package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.SourceFreshness;
import dev.millrace.engine.build.FreshnessCheck;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks sources for the time of their newest record. */
@Command(
    name = "freshness",
    description = "Ask sources with a `freshness` for the time of their newest record.",
    mixinStandardHelpOptions = true)
final class SourceFreshnessCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = {"-o", "--output-path"},
      paramLabel = "FILE",
      description = "Where sources.json is written; the target folder by default.")
  private @Nullable Path file;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long one source may be read.")
  private int seconds = 60;

  SourceFreshnessCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    engine.sound();
    Set<String> chosen = selection.nodes(engine, surroundings(), console);
    List<Node> sources =
        engine.project().nodes().values().stream()
            .filter(node -> node.resourceType() == ResourceType.SOURCE)
            .filter(node -> chosen.contains(node.uniqueId()))
            .filter(FreshnessCheck::applies)
            .toList();
    List<SourceFreshness.Result> results = new ArrayList<>();
    if (sources.isEmpty()) {
      console.problems(
          List.of(
              Problem.warning(ProblemCode.USAGE, "No selected source says how fresh it must be")
                  .remedy("Give it a `freshness` with `warn_after` or `error_after`")));
    } else {
      engine.startLocal(console::progress, new DeployProgress(console));
      NodeEvents events = new NodeEvents(engine.project());
      FreshnessCheck check = engine.checks().freshness(Duration.ofSeconds(seconds));
      for (Node source : sources) {
        results.add(told(check.check(source), results.size() + 1, sources.size(), console, events));
      }
    }
    Path written =
        engine
            .artifacts()
            .sources(
                results, Optional.ofNullable(file).map(surroundings().workingDirectory()::resolve));
    console.progress("Done. Freshness written to " + written);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("results", results.stream().map(SourceFreshnessCommand::json).toList());
    console.json(answer);
    return results.stream()
            .map(SourceFreshness.Result::status)
            .allMatch(status -> status.equals("pass") || status.equals("warn"))
        ? 0
        : 1;
  }

  private static SourceFreshness.Result told(
      SourceFreshness.Result result, int number, int total, Console console, NodeEvents events) {
    String line =
        "%d of %d %s freshness of %s [%s in %s]"
            .formatted(
                number,
                total,
                result.status().toUpperCase(Locale.ROOT),
                DeployProgress.name(result.uniqueId()),
                detail(result),
                DeployProgress.seconds(result.took()));
    console.progress(line, events.freshness(line, result, number, total));
    return result;
  }

  private static String detail(SourceFreshness.Result result) {
    return switch (result) {
      case SourceFreshness.Result.Measured measured ->
          "newest record " + DeployProgress.seconds(measured.age()) + " old";
      case SourceFreshness.Result.Failed failed -> failed.error();
    };
  }

  private static Map<String, Object> json(SourceFreshness.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", result.uniqueId());
    json.put("status", result.status());
    switch (result) {
      case SourceFreshness.Result.Measured measured -> {
        json.put("max_loaded_at", measured.maxLoadedAt().toString());
        json.put("age_ms", measured.age().toMillis());
      }
      case SourceFreshness.Result.Failed failed -> json.put("error", failed.error());
    }
    return json;
  }
}
