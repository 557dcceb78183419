package dev.millrace.engine.trust;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.millrace.engine.file.WholeFile;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Folders the user has said to trust. A project in any other folder may be looked at, but reads no
 * environment, starts no process and reaches no cluster.
 *
 * <p>Kept outside of every project, one real path a line, so that a project cannot vouch for
 * itself.
 */
public final class TrustedFolders {
  private final Path file;

  /**
   * @param file where the decisions stand; need not exist
   */
  public TrustedFolders(Path file) {
    this.file = requireNonNull(file, "file");
  }

  /** Whether the folder itself, or one it lies in, is trusted. */
  public boolean trusts(Path folder) {
    Path real = real(folder);
    return read().stream().map(Path::of).anyMatch(real::startsWith);
  }

  /** Trusts a folder and all in it from now on. */
  public void trust(Path folder) {
    Set<String> folders = read();
    if (folders.add(real(folder).toString())) {
      write(folders);
    }
  }

  /** Takes the trust back that was given to exactly this folder. */
  public void distrust(Path folder) {
    Set<String> folders = read();
    if (folders.remove(real(folder).toString())) {
      write(folders);
    }
  }

  /** Links are followed: what counts is where the files are. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }

  private Set<String> read() {
    try {
      Set<String> folders = new LinkedHashSet<>();
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (!line.isBlank()) {
          folders.add(line);
        }
      }
      return folders;
    } catch (IOException e) {
      // Whoever cannot be asked is not trusted.
      return new LinkedHashSet<>();
    }
  }

  private void write(Set<String> folders) {
    try {
      String lines = folders.stream().map(folder -> folder + "\n").collect(joining());
      WholeFile.replace(file, lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.RESOURCE_EXHAUSTED,
                  "The decision to trust a folder cannot be kept in "
                      + file
                      + ": "
                      + e.getMessage())
              .remedy("Check that the folder can be written and the disk is not full"),
          e);
    }
  }
}
