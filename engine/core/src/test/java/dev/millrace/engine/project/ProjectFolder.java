package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.problem.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project in a temporary folder; a {@code ‸} in a file marks the place a test speaks of. */
public final class ProjectFolder {
  private static final String CARET = "‸";

  private final Path root;
  private final Map<String, SourcePosition> carets = new HashMap<>();

  public ProjectFolder(Path root) {
    this.root = root;
    file("dbt_project.yml", "name: shop\n");
  }

  /** Writes a file; the caret is taken out and its place remembered. */
  public ProjectFolder file(String path, String text) {
    int at = text.indexOf(CARET);
    if (at >= 0) {
      String before = text.substring(0, at);
      int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
      carets.put(path, new SourcePosition(path, line, at - before.lastIndexOf('\n')));
    }
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.replace(CARET, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Path root() {
    return root;
  }

  /** Where the caret stood in a file. */
  public SourcePosition caret(String path) {
    SourcePosition caret = carets.get(path);
    assertThat(caret).as("the caret in " + path).isNotNull();
    return caret == null ? SourcePosition.of(path) : caret;
  }

  public LoadRequest request() {
    return LoadRequest.of(root);
  }

  public Project load() {
    return new ProjectLoader().load(request());
  }

  /** Loads, and fails the test when anything is wrong. */
  public Project loadSound() {
    Project project = load();
    assertThat(project.problems()).extracting(Problem::describe).isEmpty();
    return project;
  }

  /** The errors of these problems. */
  public static List<Problem> errors(List<Problem> problems) {
    return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
  }

  /** The one error of these problems. */
  public static Problem onlyError(List<Problem> problems) {
    List<Problem> errors = errors(problems);
    assertThat(errors).extracting(Problem::describe).hasSize(1);
    return errors.getFirst();
  }
}
