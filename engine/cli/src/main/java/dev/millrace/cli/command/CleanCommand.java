package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Deletes what can be made again. */
@Command(
    name = "clean",
    description =
        "Delete the folders in clean-targets of dbt_project.yml, or the target folder. Jobs and"
            + " their state are not touched.",
    mixinStandardHelpOptions = true)
final class CleanCommand extends EngineCommand {
  CleanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<Path> deleted = engine.clean();
    deleted.forEach(folder -> console.progress("Deleted " + folder));
    console.progress(deleted.isEmpty() ? "Nothing to delete" : "Clean");
    console.json(Map.of("deleted", deleted.stream().map(Path::toString).toList()));
    return 0;
  }
}
