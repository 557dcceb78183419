package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.LedgerRebuild;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** Makes a lost ledger again. */
@Command(
    name = "rebuild",
    description =
        "Make a lost ledger again from the jobs on the cluster, which carry what they were made"
            + " from; touches no job.",
    mixinStandardHelpOptions = true)
final class LedgerRebuildCommand extends EngineCommand {
  LedgerRebuildCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    LedgerRebuild.Report report = engine.rebuildLedger();
    for (LedgerRebuild.Rebuilt each : report.rebuilt()) {
      console.text(
          DeployProgress.name(each.model())
              + ": known again, job "
              + each.job()
              + (each.running() ? " runs" : " has ended; the next run goes on from its state"));
    }
    report.left().forEach(console::text);
    console.text(
        report.rebuilt().size()
            + " made again, "
            + report.known().size()
            + " were known, "
            + report.left().size()
            + " left out. Compare with `millrace plan`.");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rebuilt", report.rebuilt().stream().map(LedgerRebuildCommand::json).toList());
    answer.put("known", report.known());
    answer.put("left", report.left());
    console.json(answer);
    return report.left().isEmpty() ? 0 : 1;
  }

  private static Map<String, Object> json(LedgerRebuild.Rebuilt each) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", each.model());
    json.put("deployment", each.deployment());
    json.put("job_id", each.job());
    json.put("running", each.running());
    return json;
  }
}
