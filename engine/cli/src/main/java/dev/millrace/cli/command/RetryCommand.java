package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.EarlierRun;
import dev.millrace.engine.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the last command again, on what failed and on what was skipped for it. */
@Command(
    name = "retry",
    description =
        "Run the last run, build, test, seed or compile again, on what failed or was skipped in"
            + " it.",
    mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ProjectOptions projectOptions = new ProjectOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  RetryCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  @Override
  public Integer call() {
    Path folder;
    try (Telemetry telemetry = Telemetry.off();
        Engine engine = projectOptions.open(surroundings, telemetry)) {
      folder = engine.targetFolder();
    }
    EarlierRun run = EarlierRun.read(folder);
    if (run.unfinished().isEmpty()) {
      outputOptions
          .console(surroundings)
          .progress("Nothing failed in the last " + run.command() + ": there is nothing to retry");
      return 0;
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(run.command());
    arguments.addAll(run.options());
    // What is said last counts.
    arguments.addAll(typed());
    arguments.addAll(List.of("--indirect-selection", "empty", "--state", folder.toString()));
    arguments.add("--select");
    run.unfinished().forEach(status -> arguments.add("result:" + status));
    CommandLine again = MillraceCommand.commandLine(surroundings, arguments);
    CommandLine root = requireNonNull(spec, "spec").root().commandLine();
    again.setExecutionExceptionHandler(root.getExecutionExceptionHandler());
    return again.execute(arguments.toArray(String[]::new));
  }

  /** What was typed beside the command's name goes to the one that is run again. */
  private List<String> typed() {
    CommandLine root = requireNonNull(spec, "spec").root().commandLine();
    List<String> typed = new ArrayList<>(root.getParseResult().originalArgs());
    typed.remove("retry");
    return typed;
  }
}
