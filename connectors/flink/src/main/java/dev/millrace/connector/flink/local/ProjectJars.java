package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.wire.JarNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Copies of the jars that functions, connectors and formats of a project are in, as they were when
 * something was planned with them. A deployment keeps its code when the project's jar is built
 * anew, and a rollback finds the code of its time. Nothing is ever written over, and nothing
 * deleted: plans of long ago may name it.
 *
 * @param data the folder that names of jars are relative to
 */
public record ProjectJars(Path data) {
  public ProjectJars {
    requireNonNull(data, "data");
  }

  /**
   * Copies the jars of these.
   *
   * @throws MillraceException RESOURCE_EXHAUSTED when one cannot be copied
   */
  public void keep(List<PlannedRelation> relations) {
    for (PlannedRelation relation : relations) {
      if (relation instanceof PlannedRelation.Function function) {
        function.jars().forEach(this::keep);
      }
      relation.connectorJars().forEach(this::keep);
    }
  }

  private void keep(Jar jar) {
    Path kept = data.resolve(jar.name());
    if (Files.exists(kept)) {
      return;
    }
    try {
      Path folder = kept.resolveSibling("");
      Files.createDirectories(folder);
      // Whole or not at all, also where two do it at once.
      Path copy = Files.createTempFile(folder, "copy", ".tmp");
      try {
        Files.copy(jar.file(), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.RESOURCE_EXHAUSTED,
                  "The jar " + jar.file() + " cannot be copied to " + kept + " (" + e + ")")
              .remedy("Make room or grant write access there"),
          e);
    }
  }

  /** A statement for a session of Flink's own, with jars named by the places where they lie. */
  public String located(String statement) {
    return JarNames.located(statement, name -> data.resolve(name).toUri());
  }
}
