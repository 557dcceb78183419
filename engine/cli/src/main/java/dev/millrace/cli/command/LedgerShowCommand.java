package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** Shows where the ledger is, what it knows and who holds its locks. */
@Command(
    name = "show",
    description = "Show where the ledger is, which deployments it knows and who holds locks.",
    mixinStandardHelpOptions = true)
final class LedgerShowCommand extends EngineCommand {
  LedgerShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Ledger ledger = engine.ledger();
    List<Deployment> deployments = ledger.deployments();
    List<Locks.Holder> holders = ledger.locks().holders();
    console.text("ledger      " + ledger.place());
    console.text("id          " + ledger.id());
    console.text("deployments " + deployments.size());
    for (Deployment deployment : deployments) {
      console.text(
          "  "
              + DeployProgress.name(deployment.model())
              + "  "
              + deployment.key()
              + ", "
              + deployment.wanted().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + deployment.attempt().map(number -> ", submission " + number).orElse("")
              + ", "
              + counted(ledger.savepoints(deployment.key()).size(), "savepoint"));
    }
    console.text(holders.isEmpty() ? "locks       none" : "locks");
    List<Map<String, Object>> locks = new ArrayList<>();
    for (Locks.Holder holder : holders) {
      console.text(
          "  "
              + holder.deployment()
              + "  "
              + holder.owner()
              + ", process "
              + holder.pid()
              + " on "
              + holder.host()
              + ", "
              + holder.operation()
              + " for "
              + Duration.between(holder.since(), Instant.now()).toSeconds()
              + " s, lock "
              + holder.lockId());
      locks.add(lock(holder));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("place", ledger.place());
    answer.put("id", ledger.id());
    answer.put("deployments", deployments.stream().map(each -> deployment(ledger, each)).toList());
    answer.put("locks", locks);
    console.json(answer);
    return 0;
  }

  private static Map<String, Object> deployment(Ledger ledger, Deployment deployment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", deployment.model());
    json.put("deployment", deployment.key());
    json.put("wanted", deployment.wanted().name().toLowerCase(Locale.ROOT));
    deployment.attempt().ifPresent(number -> json.put("submission", number));
    json.put("savepoints", ledger.savepoints(deployment.key()).size());
    return json;
  }

  private static Map<String, Object> lock(Locks.Holder holder) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("deployment", holder.deployment());
    json.put("lock_id", holder.lockId());
    json.put("epoch", holder.epoch());
    json.put("owner", holder.owner());
    json.put("host", holder.host());
    json.put("pid", holder.pid());
    json.put("operation", holder.operation());
    json.put("since", holder.since().toString());
    return json;
  }

  private static String counted(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
