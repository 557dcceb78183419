package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The staged product, started as a process of its own.
 *
 * @param home the folder it is installed in
 * @param project where commands are typed
 * @param data its data folder
 */
record Product(Path home, Path project, Path data) {
  Product {
    requireNonNull(home, "home");
    requireNonNull(project, "project");
    requireNonNull(data, "data");
  }

  /** The one jar of its class path whose name begins so. */
  Path jar(String prefix) {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith(prefix))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no " + prefix + " in " + home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a command.
   *
   * @param log takes all it says, written anew
   */
  Process start(Path log, Iterable<String> arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /**
   * Starts a command under a debugger.
   *
   * @param debugger where the process asks for instructions before it does anything
   */
  Process start(Path log, String debugger, Iterable<String> arguments) throws IOException {
    return start(
        log,
        List.of("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + debugger),
        arguments);
  }

  private Process start(Path log, List<String> options, Iterable<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(requireNonNull(System.getProperty("java.home"), "java.home"))
                    .resolve("bin/java")
                    .toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmillrace.home=" + home,
                // What a killed process leaves behind goes with all else.
                "-Djava.io.tmpdir=" + data,
                "-cp",
                home.resolve("lib") + "/*",
                "dev.millrace.cli.Main"));
    command.addAll(1, options);
    arguments.forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    String path = String.valueOf(System.getenv("PATH"));
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", path, "USER", "tester", "MILLRACE_DATA_DIR", data.toString()));
    return builder.start();
  }
}
