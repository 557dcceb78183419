package dev.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.Main;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Somebody with a project folder and a data folder of their own who types commands. */
public final class CommandLineUser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path project;
  private final Path data;
  private final Map<String, String> environment = new TreeMap<>();

  private CommandLineUser(Path project, Path data) {
    this.project = project;
    this.data = data;
    environment.put(DataFolders.VARIABLE, data.toString());
    environment.put("USER", "tester");
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
  }

  /** A user in an empty project folder. */
  public static CommandLineUser in(Path folder) {
    try {
      return new CommandLineUser(
          Files.createDirectories(folder.resolve("project")),
          Files.createDirectories(folder.resolve("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A user with a copy of the sample. */
  public static CommandLineUser withShop(Path folder) {
    CommandLineUser user = in(folder);
    Path sample = installation().resolve("samples/shop");
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.toList()) {
        Path copy = user.project.resolve(sample.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return user;
  }

  /** What {@code mvn package} has staged. */
  public static Path installation() {
    return Path.of(System.getProperty("millrace.home", "packaging/dist/target/millrace"))
        .toAbsolutePath()
        .normalize();
  }

  public CommandLineUser environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Path project() {
    return project;
  }

  public Path data() {
    return data;
  }

  /** Writes a file of the project. */
  public CommandLineUser file(String path, String text) {
    try {
      Path file = project.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces text in a file of the project, which must be there. */
  public CommandLineUser edit(String path, String before, String after) {
    try {
      String text = Files.readString(project.resolve(path));
      assertThat(text).contains(before);
      return file(path, text.replace(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine of the project as its files are now; whoever asks for it closes it. */
  public Engine engine() {
    return Engine.open(
        new EngineRequest(
            new LoadRequest(
                project,
                data,
                Optional.of(project),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                environment),
            installation(),
            DataFolders.of(environment),
            OptionalInt.empty(),
            Optional.empty(),
            "tester"),
        Telemetry.fromEnvironment(Map.of()));
  }

  /** Types a command and waits for its end. */
  public Answer types(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                project,
                data,
                installation()),
            arguments);
    return new Answer(
        List.of(arguments),
        exit,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** Types a command that must end well, asking for JSON. */
  public JsonNode asks(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--output");
    all.add("json");
    return types(all.toArray(String[]::new)).succeeds().json();
  }

  /** Stops the local cluster of the project. */
  @Override
  public void close() {
    if (Files.exists(project.resolve("dbt_project.yml"))) {
      types("local", "stop");
    }
  }

  /** What a command answered. */
  public record Answer(List<String> command, int exit, String out, String err) {
    /** Fails the test with everything the command said unless it ended with this code. */
    public Answer exits(int code) {
      assertThat(exit).as("exit of %s\n%s\n%s", command, out, err).isEqualTo(code);
      return this;
    }

    public Answer succeeds() {
      return exits(0);
    }

    /** The last line of standard output as JSON. */
    public JsonNode json() {
      String[] lines = out.strip().split("\n");
      try {
        return JSON.readTree(lines[lines.length - 1]);
      } catch (IOException e) {
        throw new AssertionError("no JSON in the answer of " + command + ": " + out + err, e);
      }
    }
  }
}
