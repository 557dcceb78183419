package dev.millrace.cli.options;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command may know of the world around it.
 *
 * @param installation the folder with {@code sidecar/} and {@code broker/}
 * @param asking who sits at the terminal; empty when nobody does
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path homeDirectory,
    Path installation,
    Optional<Asking> asking) {
  /** Somebody who can be asked. */
  @FunctionalInterface
  public interface Asking {
    /** Shows a question and waits for a line; empty when there is none to come. */
    Optional<String> ask(String question);
  }

  /** Surroundings with nobody to ask: a script, a build. */
  public Surroundings(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path workingDirectory,
      Path homeDirectory,
      Path installation) {
    this(out, err, environment, workingDirectory, homeDirectory, installation, Optional.empty());
  }

  public Surroundings {
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    environment = Map.copyOf(environment);
    requireNonNull(workingDirectory, "workingDirectory");
    requireNonNull(homeDirectory, "homeDirectory");
    requireNonNull(installation, "installation");
    requireNonNull(asking, "asking");
  }

  /** Values of environment variables stay out of messages. */
  @Override
  public String toString() {
    return "Surroundings[" + workingDirectory + "]";
  }
}
