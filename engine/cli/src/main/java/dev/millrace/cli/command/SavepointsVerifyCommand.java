package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.inspect.SavepointCheck;
import dev.millrace.engine.inspect.StateBrowser;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.plan.PlanWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks whether savepoints can still be used. */
@Command(
    name = "verify",
    description =
        "Look whether savepoints can be used: every file they refer to is there and whole, and"
            + " their operators are those of the deployment. Exits with 1 when one cannot.",
    mixinStandardHelpOptions = true)
final class SavepointsVerifyCommand extends EngineCommand {
  @Parameters(
      index = "0",
      paramLabel = "MODEL|PATH",
      arity = "0..1",
      description =
          "The savepoints of one model, or one savepoint or checkpoint by its path; without it, all"
              + " savepoints that the ledger knows.")
  private String which = "";

  SavepointsVerifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<SavepointCheck> checks = checks(engine);
    if (checks.isEmpty()) {
      console.text("There is no savepoint to look at. `millrace savepoints take` takes one.");
    }
    for (SavepointCheck check : checks) {
      String size =
          check.snapshot().map(StateSnapshot::bytes).map(PlanWords::bytes).orElse("unread");
      console.text(
          (check.isUsable() ? "usable    " : "UNUSABLE  ")
              + check.model().map(DeployProgress::name).orElse("(nobody's)")
              + "  "
              + check.files()
              + " files, "
              + size
              + "  "
              + check.path());
      check.faults().forEach(fault -> console.text("          " + fault));
    }
    console.json(Map.of("savepoints", checks.stream().map(SavepointsVerifyCommand::json).toList()));
    return checks.stream().allMatch(SavepointCheck::isUsable) ? 0 : 1;
  }

  private List<SavepointCheck> checks(Engine engine) {
    StateBrowser browser = engine.memory();
    if (which.isEmpty()) {
      return browser.verifyAll(Optional.empty());
    }
    // No model's name has a slash, and every path has one.
    if (which.contains("/")) {
      return List.of(browser.verify(which));
    }
    List<String> deployed = engine.ledger().deployments().stream().map(Deployment::model).toList();
    return browser.verifyAll(Optional.of(StateCommand.named(which, deployed)));
  }

  private static Map<String, Object> json(SavepointCheck check) {
    Map<String, Object> json = new LinkedHashMap<>();
    check.model().ifPresent(model -> json.put("unique_id", model));
    json.put("path", check.path());
    json.put("usable", check.isUsable());
    json.put("files", check.files());
    check.snapshot().ifPresent(snapshot -> json.put("bytes", snapshot.bytes()));
    json.put("faults", check.faults());
    return json;
  }
}
