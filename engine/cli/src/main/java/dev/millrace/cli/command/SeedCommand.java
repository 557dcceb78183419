package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks seeds: they are part of the queries that read them, so nothing is loaded. */
@Command(
    name = "seed",
    description =
        "Check seeds. Their rows are part of the queries that read them: nothing has to be loaded.",
    mixinStandardHelpOptions = true)
final class SeedCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  SeedCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    // Types are what can be wrong with a seed.
    engine.sound();
    Set<String> chosen = selection.nodes(engine, surroundings(), console);
    List<NodeResult> results = new ArrayList<>();
    List<Map<String, Object>> seeds = new ArrayList<>();
    for (Node node : engine.project().nodes().values()) {
      if (node.resourceType() == ResourceType.SEED && chosen.contains(node.uniqueId())) {
        results.add(
            NodeResult.of(
                    node.uniqueId(), NodeResult.Status.SUCCESS, "Part of the queries that read it")
                .timed(
                    engine.invocation().startedAt(),
                    Duration.ZERO,
                    Thread.currentThread().getName()));
        console.progress("OK seed " + node.name() + ": part of the queries that read it");
        Map<String, Object> seed = new LinkedHashMap<>();
        seed.put("unique_id", node.uniqueId());
        seed.put("relation", node.relation().toString());
        seeds.add(seed);
      }
    }
    write(engine, artifacts -> artifacts.manifest(true));
    write(engine, artifacts -> artifacts.runResults(results));
    Map<String, Long> totals = Totals.of(results);
    console.progress(Totals.line(totals), CommandEvents.stats(Totals.line(totals), totals));
    console.json(Map.of("seeds", seeds));
    return 0;
  }
}
