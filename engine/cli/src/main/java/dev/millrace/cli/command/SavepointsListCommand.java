package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanWords;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the savepoints that the ledger knows. */
@Command(
    name = "list",
    description = "List savepoints by model, the newest first; any of them is a way back.",
    mixinStandardHelpOptions = true)
final class SavepointsListCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  SavepointsListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<Savepoint> all = engine.savepoints().all();
    if (!selection.isEmpty()) {
      Set<String> models = selection.models(engine, surroundings(), console);
      all =
          all.stream()
              .filter(
                  savepoint -> engine.ledger().deployment(savepoint.deployment()).isAmong(models))
              .toList();
    }
    if (all.isEmpty()) {
      console.text(
          "There is no savepoint yet. `millrace savepoints take --select MODEL` takes one.");
    } else {
      Instant now = Instant.now();
      console.text(
          Tables.of(
              List.of("model", "taken", "why", "size", "label", "path"),
              all.stream().map(savepoint -> row(engine, savepoint, now)).toList()));
    }
    console.json(
        Map.of("savepoints", all.stream().map(savepoint -> json(engine, savepoint)).toList()));
    return 0;
  }

  private static List<String> row(Engine engine, Savepoint savepoint, Instant now) {
    return List.of(
        DeployProgress.name(model(engine, savepoint)),
        PlanWords.ago(Duration.between(savepoint.takenAt(), now)) + " ago",
        savepoint.origin().name().toLowerCase(Locale.ROOT),
        savepoint.sizeBytes() > 0 ? PlanWords.bytes(savepoint.sizeBytes()) : "",
        savepoint.label().orElse(""),
        savepoint.path());
  }

  private static String model(Engine engine, Savepoint savepoint) {
    return engine.ledger().deployment(savepoint.deployment()).model();
  }

  static Map<String, Object> json(Engine engine, Savepoint savepoint) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", model(engine, savepoint));
    json.put("deployment", savepoint.deployment());
    json.put("submission", savepoint.attempt());
    json.put("origin", savepoint.origin().name().toLowerCase(Locale.ROOT));
    json.put("taken_at", savepoint.takenAt().toString());
    if (savepoint.sizeBytes() > 0) {
      json.put("size_bytes", savepoint.sizeBytes());
    }
    savepoint.label().ifPresent(label -> json.put("label", label));
    json.put("path", savepoint.path());
    return json;
  }
}
