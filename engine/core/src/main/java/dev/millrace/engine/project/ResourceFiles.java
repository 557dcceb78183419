package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The files of one package, by what they are for. */
final class ResourceFiles {
  private final Path projectRoot;
  private final ProjectFile project;
  private final IgnoreFile ignored;
  private final Consumer<Problem> problems;

  /**
   * A file to read.
   *
   * @param path as positions name it
   * @param folders between the resource folder and the file
   * @param stem the name without its ending
   * @param packagePath relative to the folder of the package
   * @param resourcePath relative to the resource folder
   */
  record SourceFile(
      Path file,
      String path,
      List<String> folders,
      String stem,
      String packagePath,
      String resourcePath) {
    SourceFile {
      folders = List.copyOf(folders);
    }
  }

  ResourceFiles(Path projectRoot, ProjectFile project, Consumer<Problem> problems) {
    this.projectRoot = projectRoot;
    this.project = project;
    this.problems = problems;
    Path ignore = project.root().resolve(".dbtignore");
    String text =
        ProjectPaths.isFile(ignore)
            ? ProjectPaths.read(ignore, ".dbtignore", problems).orElse("")
            : "";
    this.ignored = new IgnoreFile(project.root(), text);
  }

  /** Files with one of these endings in the folders of one of these keys, each once. */
  List<SourceFile> in(List<String> keys, String... endings) {
    Set<Path> seen = new LinkedHashSet<>();
    List<SourceFile> files = new ArrayList<>();
    for (String key : keys) {
      for (String name : project.folders(key)) {
        Path folder = project.root().resolve(name).normalize();
        for (Path file : ProjectPaths.files(folder, List.of(endings), ignored, problems)) {
          if (seen.add(file)) {
            files.add(sourceFile(folder, file));
          }
        }
      }
    }
    return files;
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private SourceFile sourceFile(Path folder, Path file) {
    List<String> folders = new ArrayList<>();
    Path relative = folder.relativize(file);
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      folders.add(relative.getName(i).toString());
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.toLowerCase(Locale.ROOT).lastIndexOf('.');
    return new SourceFile(
        file,
        ProjectPaths.display(projectRoot, file),
        folders,
        dot > 0 ? name.substring(0, dot) : name,
        slashed(project.root().toAbsolutePath().normalize().relativize(file.toAbsolutePath())),
        slashed(relative));
  }
}
