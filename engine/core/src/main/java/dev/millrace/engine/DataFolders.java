package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Millrace keeps what is not the project's: ledger, local cluster and broker data, plans.
 *
 * <p>Never in the project folder: a hostile clone must not bring a ledger, and {@code git clean}
 * must not delete one.
 */
public final class DataFolders {
  /** Overrides the platform's folder; tests and shared machines set it. */
  public static final String VARIABLE = "MILLRACE_DATA_DIR";

  private final Path root;

  private DataFolders(Path root) {
    this.root = requireNonNull(root, "root");
  }

  /** The platform's folder for application data, or what {@link #VARIABLE} names. */
  public static DataFolders of(Map<String, String> environment) {
    String chosen = environment.get(VARIABLE);
    if (chosen != null && !chosen.isBlank()) {
      return new DataFolders(Path.of(chosen).toAbsolutePath());
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", "."));
    if (system.contains("mac")) {
      return new DataFolders(home.resolve("Library/Application Support/Millrace"));
    }
    String windows = environment.get("LOCALAPPDATA");
    if (system.contains("win") && windows != null) {
      return new DataFolders(Path.of(windows, "Millrace"));
    }
    String xdg = environment.get("XDG_DATA_HOME");
    Path base = xdg == null || xdg.isBlank() ? home.resolve(".local/share") : Path.of(xdg);
    return new DataFolders(base.resolve("millrace"));
  }

  /** The folder all others lie in; it may not exist yet. */
  public Path root() {
    return root;
  }

  /** The project's folder, made if needed, readable by its owner alone. */
  public Path project(String projectKey) {
    return make(root.resolve("projects").resolve(projectKey));
  }

  /** The folder of what belongs to one target of a project. */
  public Path target(String projectKey, String target) {
    return make(
        project(projectKey).resolve("targets").resolve(target.replaceAll("[^A-Za-z0-9_-]", "_")));
  }

  /** The folder of plans that were shown. */
  public Path plans() {
    return make(root.resolve("plans"));
  }

  /** Names of the targets of a project that have a folder, in alphabetical order. */
  public List<String> targets(String projectKey) {
    Path folder = project(projectKey).resolve("targets");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> String.valueOf(entry.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.RESOURCE_EXHAUSTED,
              "Cannot read the data folder " + folder + " (" + e.getMessage() + ")"),
          e);
    }
  }

  private static Path make(Path folder) {
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
      return folder;
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.RESOURCE_EXHAUSTED,
                  "Cannot make the data folder " + folder + " (" + e.getMessage() + ")")
              .remedy(
                  "Make room or grant write access there, or name another folder in " + VARIABLE),
          e);
    }
  }
}
