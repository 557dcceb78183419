package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a lock from its holder. */
@Command(
    name = "unlock",
    description =
        "Take a lock from its holder, which then changes nothing any more. Locks of dead processes"
            + " need no unlocking.",
    mixinStandardHelpOptions = true)
final class LedgerUnlockCommand extends EngineCommand {
  @Parameters(
      index = "0",
      paramLabel = "LOCK_ID",
      description = "The lock, as the refusal and `ledger show` name it.")
  private String lock = "";

  LedgerUnlockCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (!engine.ledger().locks().force(lock)) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "Nobody holds a lock " + lock)
              .remedy("Look at `millrace ledger show`"));
    }
    console.text("The lock is free. What its holder began is taken up by `millrace resume`.");
    console.json(Map.of("unlocked", lock));
    return 0;
  }
}
