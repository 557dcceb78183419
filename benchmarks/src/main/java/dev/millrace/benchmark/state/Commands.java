package dev.millrace.benchmark.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Somebody who types commands, with a project and a data folder of their own.
 *
 * @param command the program to start
 * @param folder ours alone
 * @param environment what is set for each command
 */
record Commands(Path command, Path folder, Map<String, String> environment) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Commands {
    requireNonNull(command, "command");
    requireNonNull(folder, "folder");
    environment = Map.copyOf(environment);
  }

  /** With nothing set. */
  Commands(Path command, Path folder) {
    this(command, folder, Map.of());
  }

  Path project() {
    return folder.resolve("project");
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Writes a file of the project. */
  void file(String name, String content) throws IOException {
    Path path = project().resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** What a command answers in JSON. */
  JsonNode ask(String... arguments) throws IOException {
    Path answer = folder.resolve("answer.json");
    Files.deleteIfExists(answer);
    start(Stream.concat(Stream.of(arguments), Stream.of("--output", "json")).toList(), answer);
    return JSON.readTree(answer.toFile());
  }

  /**
   * Runs a command to its end.
   *
   * @throws IllegalStateException when it ends with another code than 0
   */
  void run(String... arguments) throws IOException {
    start(List.of(arguments), folder.resolve("log"));
  }

  private void start(List<String> arguments, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(command.toString()), arguments.stream()).toList())
            .directory(project().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put(DataFolders.VARIABLE, data().toString());
    Process process = builder.start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            String.join(" ", arguments)
                + " ended with "
                + code
                + ":\n"
                + Files.readString(folder.resolve("log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("cut off while a command ran", e);
    }
  }
}
