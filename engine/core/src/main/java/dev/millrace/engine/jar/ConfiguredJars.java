package dev.millrace.engine.jar;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/** The jars that a node names in its config. */
public final class ConfiguredJars {
  /** One path or a list of them. */
  public static final String KEY = "jars";

  private ConfiguredJars() {}

  /**
   * The jars as they are now, each once.
   *
   * @param root the project's folder, which relative paths are relative to
   * @throws MillraceException CONFIG_INVALID with each that is none, at its place
   */
  public static List<Jar> of(Path root, Node node) {
    List<Problem> problems = new ArrayList<>();
    List<Jar> jars = new ArrayList<>();
    for (String path : node.config().texts(KEY)) {
      try {
        jars.add(jar(root, node, path));
      } catch (MillraceException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new MillraceException(problems, null);
    }
    return jars.stream().distinct().toList();
  }

  private static Jar jar(Path root, Node node, String written) {
    try {
      Path file = root.resolve(written).normalize();
      if (!Files.isRegularFile(file)) {
        throw new MillraceException(
            wrong(
                node,
                "There is no jar `" + written + "`",
                "Put it there or build it; paths are relative to the project's folder"));
      }
      return new Jar(file, JarContent.digest(file));
    } catch (InvalidPathException | ZipException e) {
      throw new MillraceException(
          wrong(node, "`" + written + "` is no jar", "Name the jar of a build"), e);
    } catch (IOException e) {
      throw new MillraceException(
          wrong(
              node,
              "The jar `" + written + "` cannot be read (" + e.getMessage() + ")",
              "Make it readable"),
          e);
    }
  }

  private static Problem wrong(Node node, String message, String remedy) {
    return Problem.error(ProblemCode.CONFIG_INVALID, message)
        .at(
            Optional.ofNullable(node.config().origins().get(KEY))
                .or(() -> Optional.ofNullable(node.config().origins().get("materialized")))
                .orElse(SourcePosition.of(node.path())))
        .remedy(remedy);
  }
}
