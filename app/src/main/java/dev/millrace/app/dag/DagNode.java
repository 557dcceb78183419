package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import java.util.List;

/**
 * A node as the graph shows it.
 *
 * @param id dbt's unique id
 * @param name what people call it; of a source with the source's own name before it
 * @param file relative to the project folder, with {@code /}
 * @param description the first paragraph of its documentation
 * @param problems what is wrong in its file
 * @param inCycle whether it reads itself, through others or directly
 */
public record DagNode(
    String id,
    String name,
    NodeKind kind,
    String file,
    String description,
    List<Problem> problems,
    boolean inCycle) {
  public DagNode {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(file, "file");
    requireNonNull(description, "description");
    problems = List.copyOf(problems);
  }

  /** Whether it cannot be planned as it stands. */
  public boolean isFaulty() {
    return inCycle || problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** Whether there is something to say about it. */
  public boolean isMarked() {
    return inCycle || !problems.isEmpty();
  }
}
