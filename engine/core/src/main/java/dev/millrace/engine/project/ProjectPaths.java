package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Files and folders of a project. */
final class ProjectPaths {
  private static final int MAX_DEPTH = 40;
  private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

  private ProjectPaths() {}

  /**
   * The folder that holds the project.
   *
   * @throws MillraceException PROJECT_NOT_FOUND
   */
  static Path find(LoadRequest request) {
    Optional<Path> named =
        request
            .projectDirectory()
            .or(
                () ->
                    Optional.ofNullable(request.environment().get("DBT_PROJECT_DIR"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of));
    Path start = request.workingDirectory().toAbsolutePath().normalize();
    if (named.isPresent()) {
      Path folder = start.resolve(named.get()).normalize();
      if (isFile(folder.resolve(ProjectFileReader.FILE))) {
        return real(folder);
      }
      throw notFound("There is no dbt_project.yml in " + folder, "Name the folder that holds it");
    }
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (isFile(folder.resolve(ProjectFileReader.FILE))) {
        return real(folder);
      }
    }
    throw notFound(
        "There is no dbt_project.yml in " + start + " or a folder above it",
        "Go to a project's folder, or name it with --project-dir");
  }

  private static MillraceException notFound(String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.PROJECT_NOT_FOUND, message).remedy(remedy));
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }

  static boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  /** How positions name a file: from the project folder, with {@code /}. */
  static String display(Path projectRoot, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    boolean sameRoot = java.util.Objects.equals(absolute.getRoot(), projectRoot.getRoot());
    boolean near = absolute.startsWith(projectRoot) || (sameRoot && !isHome(absolute, projectRoot));
    Path shown = near ? projectRoot.relativize(absolute) : absolute;
    return shown.toString().replace('\\', '/');
  }

  /** A profile in the home folder is clearer by its full name than by a row of dots. */
  private static boolean isHome(Path file, Path projectRoot) {
    Path relative = projectRoot.relativize(file);
    long ups =
        Stream.iterate(0, i -> i + 1)
            .limit(relative.getNameCount())
            .filter(i -> relative.getName(i).toString().equals(".."))
            .count();
    return ups > 3;
  }

  /** The file's text with unified line ends; a fault is told and gives nothing. */
  static Optional<String> read(Path file, String path, Consumer<Problem> problems) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        problems.accept(
            Problem.error(
                    ProblemCode.PROJECT_FILE_INVALID,
                    "The file is larger than " + MAX_FILE_BYTES / (1024 * 1024) + " MB")
                .at(SourcePosition.of(path))
                .remedy("Move data out of the project's source folders"));
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int binary = text.indexOf('\0');
      if (binary >= 0) {
        problems.accept(
            Problem.error(
                    ProblemCode.PROJECT_FILE_INVALID,
                    "The file is no text: it holds a null character")
                .at(new SourcePosition(path, line(text, binary), 1))
                .remedy("Move data out of the project's source folders"));
        return Optional.empty();
      }
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      problems.accept(
          Problem.error(ProblemCode.PROJECT_FILE_INVALID, "The file is not UTF-8 text")
              .at(new SourcePosition(path, lineOfFault(file), 1))
              .remedy("Save it as UTF-8"));
      return Optional.empty();
    } catch (IOException e) {
      problems.accept(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID, "The file cannot be read: " + e.getMessage())
              .at(SourcePosition.of(path))
              .remedy("Check that it exists and that you may read it"));
      return Optional.empty();
    }
  }

  private static int line(CharSequence text, int offset) {
    return 1 + (int) text.subSequence(0, offset).chars().filter(each -> each == '\n').count();
  }

  /** The line of the first byte that is not UTF-8. */
  private static int lineOfFault(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
      StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
      return line(text.flip(), text.length());
    } catch (IOException e) {
      return 1;
    }
  }

  /**
   * All files with one of these endings below a folder, in a stable order.
   *
   * @param skipped tells files to leave out
   */
  static List<Path> files(
      Path folder, List<String> endings, IgnoreFile skipped, Consumer<Problem> problems) {
    if (!isFolder(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(path -> endings.stream().anyMatch(name(path)::endsWith))
          .filter(path -> Files.isRegularFile(path))
          .filter(path -> !Files.isSymbolicLink(path) || Files.exists(path, new LinkOption[0]))
          .filter(path -> !skipped.ignores(path))
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      problems.accept(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID,
                  "The folder " + folder + " cannot be searched: " + e.getMessage())
              .remedy("Check that you may read it and that it holds no circle of links"));
      return List.of();
    }
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
