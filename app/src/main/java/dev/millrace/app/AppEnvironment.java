package dev.millrace.app;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.DataFolders;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the process was given. Tests give their own.
 *
 * @param environment variables
 * @param installation the folder Millrace is installed in, with {@code sidecar/}, {@code broker/}
 *     and {@code samples/}
 */
public record AppEnvironment(
    Map<String, String> environment,
    Path workingDirectory,
    Path homeDirectory,
    Path installation,
    DataFolders dataFolders) {
  public AppEnvironment {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    requireNonNull(workingDirectory, "workingDirectory");
    requireNonNull(homeDirectory, "homeDirectory");
    requireNonNull(installation, "installation");
    requireNonNull(dataFolders, "dataFolders");
  }

  /** Of this process. */
  static AppEnvironment ofProcess() {
    Map<String, String> environment = System.getenv();
    return new AppEnvironment(
        environment,
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", ".")),
        Path.of(System.getProperty("millrace.home", ".")).toAbsolutePath(),
        DataFolders.of(environment));
  }

  /** Where the window keeps what it remembers. */
  Path windowFolder() {
    return dataFolders.root().resolve("window");
  }
}
