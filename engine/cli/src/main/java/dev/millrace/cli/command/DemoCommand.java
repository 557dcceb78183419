package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.demo.Demo;
import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.project.LoadRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the demonstration. */
@Command(
    name = "demo",
    description = "Run the whole story on the bundled sample, on this machine.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(names = "--keep", description = "Leave everything running at the end.")
  private boolean keep;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  /**
   * The demonstration has no window to leave out; scripts that say so are understood all the same.
   */
  @Option(names = "--headless", description = "Open no window.")
  void headless(boolean unused) {}

  @Override
  public Integer call() {
    Console console = outputOptions.console(surroundings);
    DataFolders folders = DataFolders.of(surroundings.environment());
    return new Demo(
            console,
            new DeployProgress(console),
            LagCommand::table,
            this::request,
            surroundings.installation().resolve("samples").resolve("shop"),
            folders,
            keep,
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()))
        .run();
  }

  private EngineRequest request(Path folder) {
    return new EngineRequest(
        new LoadRequest(
            folder,
            surroundings.homeDirectory(),
            Optional.of(folder),
            Optional.of(folder),
            Optional.empty(),
            Optional.empty(),
            java.util.Map.of(),
            surroundings.environment()),
        surroundings.installation(),
        DataFolders.of(surroundings.environment()),
        OptionalInt.empty(),
        Optional.empty(),
        "demo");
  }
}
