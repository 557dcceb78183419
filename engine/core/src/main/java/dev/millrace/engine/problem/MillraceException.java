package dev.millrace.engine.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's one exception: carries the problems to show, the first being the reason.
 *
 * <p>It is thrown where work cannot go on; problems that leave work to do are collected instead.
 */
public final class MillraceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public MillraceException(Problem problem) {
    this(List.of(problem), null);
  }

  public MillraceException(Problem problem, @Nullable Throwable cause) {
    this(List.of(problem), cause);
  }

  public MillraceException(List<Problem> problems, @Nullable Throwable cause) {
    super(problems.getFirst().describe(), cause);
    this.problems = List.copyOf(problems);
  }

  /** The reason. */
  public Problem problem() {
    return problems.getFirst();
  }

  /** Everything to show, the reason first; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
