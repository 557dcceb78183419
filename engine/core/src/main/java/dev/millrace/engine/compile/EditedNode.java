package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Node;
import java.util.List;
import java.util.Optional;

/**
 * A node whose text is being edited, as far as it could be compiled.
 *
 * @param text what its template rendered, also when that is no right SQL; empty when it could not
 *     be rendered
 * @param compiled empty when anything is wrong
 * @param problems of its Jinja, references and configuration, with places in files
 * @param syntax of its SQL, with places in {@code text}
 */
public record EditedNode(
    Node node,
    Optional<CompiledText> text,
    Optional<CompiledNode> compiled,
    List<Problem> problems,
    List<SqlProblem> syntax) {
  public EditedNode {
    requireNonNull(node, "node");
    requireNonNull(text, "text");
    requireNonNull(compiled, "compiled");
    problems = List.copyOf(problems);
    syntax = List.copyOf(syntax);
  }

  /** Whether nothing but Flink's planner could find anything wrong. */
  public boolean isSound() {
    return compiled.isPresent() && syntax.isEmpty();
  }
}
