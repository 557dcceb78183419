package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.artifact.ArtifactFile;
import dev.millrace.engine.artifact.Catalog;
import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.artifact.Manifest;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.artifact.RunResults;
import dev.millrace.engine.artifact.SourceFreshness;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledNode;
import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Materialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes dbt's artifacts of one invocation into the target folder. They hold placeholders where the
 * project names secrets.
 */
public final class EngineArtifacts {
  private final Engine engine;
  private final Invocation invocation;
  private final Path targetFolder;
  private final Clock clock;

  EngineArtifacts(Engine engine, Invocation invocation, Path targetFolder, Clock clock) {
    this.engine = requireNonNull(engine, "engine");
    this.invocation = requireNonNull(invocation, "invocation");
    this.targetFolder = requireNonNull(targetFolder, "targetFolder");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Writes {@code manifest.json}.
   *
   * @param compiled whether it holds compiled texts
   * @return the file
   * @throws MillraceException PROJECT_FILE_INVALID when it cannot be written
   */
  public Path manifest(boolean compiled) {
    Map<String, DbtTexts.Result> texts = compiled ? new DbtTexts(engine.project()).all() : Map.of();
    return write(
        "manifest.json", new Manifest(engine.project(), texts, invocation, clock.instant()).tree());
  }

  /**
   * Writes {@code run_results.json}; compiled texts and names of relations are added where the
   * results have none.
   *
   * @return the file
   * @throws MillraceException PROJECT_FILE_INVALID when it cannot be written
   */
  public Path runResults(List<NodeResult> results) {
    return write(
        "run_results.json",
        new RunResults(
                invocation,
                results.stream().map(this::completed).toList(),
                engine.compiling(),
                elapsed(),
                clock.instant())
            .tree());
  }

  private NodeResult completed(NodeResult result) {
    CompiledNode node = engine.compiled().nodes().get(result.uniqueId());
    if (node == null || result.compiledCode().isPresent()) {
      return result;
    }
    boolean stored = node.node().materialization() != Materialization.EPHEMERAL;
    return result.compiled(
        Optional.of(node.sql()),
        stored ? Optional.of(node.node().relation().sql()) : Optional.empty());
  }

  /**
   * Writes {@code catalog.json}; the planner must answer when there is something to tell.
   *
   * @param nodes unique ids of the nodes to tell of
   * @return the file
   * @throws MillraceException PROJECT_FILE_INVALID when it cannot be written
   */
  public Path catalog(Set<String> nodes) {
    AnalyzedProject project =
        nodes.isEmpty()
            ? new AnalyzedProject(engine.project(), Map.of(), engine.project().problems())
            : engine.analyzed();
    return write("catalog.json", new Catalog(invocation, project, nodes, clock.instant()).tree());
  }

  /**
   * Writes {@code sources.json}.
   *
   * @param file another file than the one in the target folder
   * @return the file
   * @throws MillraceException PROJECT_FILE_INVALID when it cannot be written
   */
  public Path sources(List<SourceFreshness.Result> results, Optional<Path> file) {
    Map<String, @Nullable Object> tree =
        new SourceFreshness(invocation, results, elapsed(), clock.instant()).tree();
    return file.isEmpty()
        ? write("sources.json", tree)
        : write(
            String.valueOf(file.get().getFileName()),
            tree,
            requireNonNull(file.get().toAbsolutePath().getParent(), "folder"));
  }

  private Duration elapsed() {
    Instant now = clock.instant();
    return Duration.between(invocation.startedAt(), now);
  }

  private Path write(String name, Map<String, @Nullable Object> tree) {
    return write(name, tree, targetFolder);
  }

  private static Path write(String name, Map<String, @Nullable Object> tree, Path folder) {
    try {
      return ArtifactFile.write(name, tree, folder);
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID,
                  "Cannot write " + name + " into " + folder + ": " + e.getMessage())
              .remedy("Make the folder writable or name another with --target-path"),
          e);
    }
  }
}
