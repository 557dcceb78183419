package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders that a project says hold nothing but what can be made again: {@code clean-targets} of
 * dbt_project.yml, the target folder where it says nothing.
 */
public final class CleanTargets {
  private static final String KEY = "clean-targets";

  /** Folders that people write in when nothing else is said. */
  private static final Set<String> WRITTEN =
      Set.of("models", "seeds", "tests", "analyses", "macros", "snapshots");

  private static final List<String> WRITTEN_KEYS =
      List.of(
          "model-paths",
          "seed-paths",
          "test-paths",
          "analysis-paths",
          "macro-paths",
          "snapshot-paths",
          "docs-paths",
          "asset-paths");

  private final Path root;
  private final Path targetFolder;

  /**
   * @param root the project folder
   * @param targetFolder where compiled texts and artifacts are
   */
  public CleanTargets(Path root, Path targetFolder) {
    this.root = requireNonNull(root, "root").toAbsolutePath().normalize();
    this.targetFolder = requireNonNull(targetFolder, "targetFolder").toAbsolutePath().normalize();
  }

  /**
   * Deletes them all, or nothing when one of them must stay. A link is deleted, and not what it
   * leads to.
   *
   * @return the folders that were there, in the project's order
   * @throws MillraceException CONFIG_INVALID when a folder lies outside the project or holds what
   *     people have written; PROJECT_FILE_INVALID when one cannot be deleted
   */
  public List<Path> delete() {
    Set<Path> targets = targets();
    List<Path> deleted = new ArrayList<>();
    for (Path target : targets) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        delete(target);
        deleted.add(target);
      }
    }
    return deleted;
  }

  private Set<Path> targets() {
    String file = ProjectFileReader.FILE;
    YamlMapping document =
        new YamlReader()
            .read(ProjectPaths.read(root.resolve(file), file, problem -> {}).orElse(""), file)
            .root();
    YamlFields fields = new YamlFields(problem -> {});
    Set<Path> targets = new LinkedHashSet<>();
    if (document.get(KEY).isEmpty()) {
      targets.add(targetFolder);
      return targets;
    }
    Set<Path> written = new LinkedHashSet<>();
    WRITTEN.forEach(folder -> written.add(root.resolve(folder)));
    WRITTEN_KEYS.forEach(
        key ->
            fields
                .texts(document, key)
                .forEach(path -> written.add(root.resolve(path).normalize())));
    for (String text : fields.texts(document, KEY)) {
      Path target = root.resolve(text).normalize();
      boolean inside = isInside(target);
      boolean holdsWork = written.stream().anyMatch(folder -> folder.startsWith(target));
      boolean isWork = written.stream().anyMatch(target::startsWith);
      if (!inside || holdsWork || isWork) {
        throw new MillraceException(
            Problem.error(
                    ProblemCode.CONFIG_INVALID,
                    "`"
                        + text
                        + "` in "
                        + KEY
                        + (inside ? " holds files of the project" : " is not inside the project"))
                .at(SourcePosition.of(file))
                .remedy("Name folders there that can be made again; nothing was deleted"));
      }
      targets.add(target);
    }
    return targets;
  }

  /** Links on the way count, so that a project cannot lead out of its folder by one. */
  private boolean isInside(Path target) {
    if (!target.startsWith(root) || target.equals(root)) {
      return false;
    }
    Path parent = requireNonNull(target.getParent(), "parent");
    try {
      return !Files.exists(parent) || parent.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(left);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID,
                  "Cannot delete " + folder + ": " + e.getMessage())
              .remedy("Make it writable, or delete it yourself"),
          e);
    }
  }
}
