package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.LedgerRebuild;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a lost ledger again. */
@Command(
    name = "rebuild",
    description =
        "Make a lost ledger again from the jobs on the cluster, which carry what they were made"
            + " from, and from what is noted beside savepoints; touches no job.",
    mixinStandardHelpOptions = true)
final class LedgerRebuildCommand extends EngineCommand {
  private static final StateTools.Notes NONE = new StateTools.Notes(List.of(), List.of());

  @Option(
      names = "--savepoints",
      paramLabel = "FOLDER",
      description = "Where savepoints lie; without it, the folder that the target names.")
  private @Nullable String savepoints;

  LedgerRebuildCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    StateTools.Notes notes = notes(engine, console);
    LedgerRebuild.Report report = engine.rebuildLedger(notes);
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
            + " left out; "
            + report.savepoints()
            + (report.savepoints() == 1 ? " savepoint is" : " savepoints are")
            + " known again. Compare with `millrace plan`.");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rebuilt", report.rebuilt().stream().map(LedgerRebuildCommand::json).toList());
    answer.put("known", report.known());
    answer.put("left", report.left());
    answer.put("savepoints", report.savepoints());
    console.json(answer);
    return report.left().isEmpty() ? 0 : 1;
  }

  /**
   * What is on the cluster can be made again without them, so only a named folder must be there.
   */
  private StateTools.Notes notes(Engine engine, Console console) {
    try {
      return engine
          .savepointNotes(Optional.ofNullable(savepoints))
          .orElseGet(
              () -> {
                console.text(
                    "Savepoints were not looked for: the cluster does not tell where they go, name"
                        + " the folder with --savepoints");
                return NONE;
              });
    } catch (MillraceException e) {
      boolean isAboutSavepoints =
          e.problem().code() == ProblemCode.STATE_UNREADABLE
              || e.problem().code() == ProblemCode.CLUSTER_REFUSED;
      if (savepoints != null || !isAboutSavepoints) {
        throw e;
      }
      console.text("Savepoints were not looked for: " + e.problem().message());
      return NONE;
    }
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
