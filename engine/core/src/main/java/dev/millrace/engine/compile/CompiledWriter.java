package dev.millrace.engine.compile;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes compiled SQL where dbt's users look for it. Secrets are placeholders in it. */
public final class CompiledWriter {
  private final Path targetFolder;

  /**
   * @param targetFolder usually {@code target} in the project folder
   */
  public CompiledWriter(Path targetFolder) {
    this.targetFolder = targetFolder;
  }

  /**
   * Writes every node to {@code compiled/<package>/<path>}.
   *
   * @throws MillraceException PROJECT_FILE_INVALID when a file cannot be written
   */
  public void writeCompiled(CompiledProject project) {
    project.nodes().values().forEach(node -> write("compiled", node.node(), node.sql()));
  }

  /**
   * Writes the DDL of every analyzed node to {@code run/<package>/<path>}.
   *
   * @throws MillraceException PROJECT_FILE_INVALID when a file cannot be written
   */
  public void writeRun(AnalyzedProject project) {
    for (AnalyzedNode node : project.nodes().values()) {
      node.analysis()
          .flatMap(analysis -> analysis.createStatement())
          .ifPresent(ddl -> write("run", node.node(), ddl));
    }
  }

  private void write(String folder, Node node, String sql) {
    switch (node.resourceType()) {
      // Many of them share one YAML file: there is no file of theirs to write.
      case SOURCE, SNAPSHOT, OPERATION -> {}
      case MODEL, SEED, TEST, ANALYSIS -> {
        Path file = targetFolder.resolve(folder).resolve(node.packageName()).resolve(inside(node));
        try {
          Files.createDirectories(file.getParent());
          Files.writeString(file, sql);
        } catch (IOException e) {
          throw new MillraceException(
              Problem.error(
                      ProblemCode.PROJECT_FILE_INVALID,
                      "Cannot write " + file + ": " + e.getMessage())
                  .remedy("Make the folder writable or name another with --target-path"),
              e);
        }
      }
    }
  }

  /** Model folders may lie outside the project; what is written never does. */
  private static String inside(Node node) {
    return node.path().replaceAll("(^|/)(\\.\\./)+", "$1").replaceFirst("^/+", "");
  }
}
