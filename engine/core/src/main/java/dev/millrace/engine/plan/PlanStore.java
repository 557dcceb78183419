package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.file.WholeFile;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Plans that were shown on this machine, by their hash; the newest hundred are kept. */
public final class PlanStore {
  private static final int KEPT = 100;
  private static final String ENDING = ".json";

  private final Path folder;

  /**
   * A store.
   *
   * @param folder which exists; the platform data folder's, never the project's
   */
  public PlanStore(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Keeps a plan, over one that would do the same. */
  public void keep(SavedPlan plan) {
    try {
      WholeFile.replace(folder.resolve(plan.hash() + ENDING), plan.bytes());
      List<Path> all = all();
      for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw failed("A plan cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The plan whose hash begins so.
   *
   * @throws MillraceException USAGE when there is none, or more than one
   */
  public SavedPlan find(String beginning) {
    try {
      List<Path> found = all().stream().filter(file -> name(file).startsWith(beginning)).toList();
      if (found.isEmpty()) {
        throw usage("No plan " + beginning + " was made on this machine");
      }
      if (found.size() > 1) {
        throw usage(
            "More than one plan begins with "
                + beginning
                + ": "
                + String.join(", ", found.stream().map(PlanStore::name).sorted().toList()));
      }
      return SavedPlan.read(Files.readAllBytes(found.getFirst()), name(found.getFirst()));
    } catch (IOException e) {
      throw failed("Plans cannot be read from " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The newest first. */
  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("[0-9a-f]+\\.json"))
          .sorted(Comparator.comparing(PlanStore::time).reversed())
          .toList();
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Another process has just thrown it away.
      return FileTime.fromMillis(0);
    }
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  private static MillraceException usage(String message) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, message)
            .remedy("Make a plan with `millrace plan`, and use the hash it shows or a file"));
  }

  private static MillraceException failed(String message, IOException cause) {
    return new MillraceException(
        Problem.error(ProblemCode.RESOURCE_EXHAUSTED, message)
            .remedy("Make room or grant write access there"),
        cause);
  }
}
