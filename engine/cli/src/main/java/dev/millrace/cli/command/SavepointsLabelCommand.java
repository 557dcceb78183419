package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a savepoint a name. */
@Command(
    name = "label",
    description = "Give a savepoint a name, by which `rollback --to` finds it and which keeps it.",
    mixinStandardHelpOptions = true)
final class SavepointsLabelCommand extends EngineCommand {
  @Parameters(index = "0", paramLabel = "PATH", description = "Its path, or the end of it.")
  private String path = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      arity = "0..1",
      description = "The name; without it, the name it has is taken away.")
  private String label = "";

  SavepointsLabelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<Savepoint> found =
        engine.savepoints().all().stream()
            .filter(each -> each.path().equals(path) || each.path().endsWith("/" + path))
            .toList();
    if (found.size() != 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE,
                  (found.isEmpty() ? "No savepoint" : "More than one savepoint")
                      + " has the path "
                      + path)
              .remedy("Look at `millrace savepoints list`"));
    }
    Optional<String> name = Optional.of(label).filter(text -> !text.isBlank());
    engine.savepoints().label(found.getFirst(), name);
    console.text(
        found.getFirst().path() + (name.isPresent() ? " is called " + label : " has no name"));
    console.json(Map.of("path", found.getFirst().path(), "label", label));
    return 0;
  }
}
