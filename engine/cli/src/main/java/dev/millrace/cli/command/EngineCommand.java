package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.Invocations;
import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.telemetry.Telemetry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that opens the engine on a project. */
abstract class EngineCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ProjectOptions projectOptions = new ProjectOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  EngineCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final ProjectOptions projectOptions() {
    return projectOptions;
  }

  @Override
  public final Integer call() {
    Console console = outputOptions.console(surroundings);
    try (Telemetry telemetry = Telemetry.fromEnvironment(surroundings.environment());
        Engine engine =
            projectOptions.open(
                surroundings,
                telemetry,
                Invocations.of(requireNonNull(spec, "spec"), surroundings))) {
      return run(engine, console);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit code
   */
  abstract int run(Engine engine, Console console);
}
