package dev.millrace.cli.options;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a command may know of the world around it.
 *
 * @param installation the folder with {@code sidecar/} and {@code broker/}
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path homeDirectory,
    Path installation) {
  public Surroundings {
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    environment = Map.copyOf(environment);
    requireNonNull(workingDirectory, "workingDirectory");
    requireNonNull(homeDirectory, "homeDirectory");
    requireNonNull(installation, "installation");
  }

  /** Values of environment variables stay out of messages. */
  @Override
  public String toString() {
    return "Surroundings[" + workingDirectory + "]";
  }
}
