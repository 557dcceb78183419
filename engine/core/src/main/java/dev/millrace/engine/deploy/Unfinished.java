package dev.millrace.engine.deploy;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.Serial;

/** An operation cannot go on now; it stays in the ledger as it is, to be resumed. */
final class Unfinished extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Problem problem;

  private Unfinished(Problem problem, Throwable cause) {
    super(problem.message(), cause);
    this.problem = problem;
  }

  /** The outside does not answer, or another has taken over. */
  static Unfinished because(MillraceException cause) {
    return new Unfinished(cause.problem(), cause);
  }

  /** Something takes longer than we wait. */
  static Unfinished waiting(String message) {
    Problem problem =
        Problem.error(ProblemCode.DEPLOY_BLOCKED, message)
            .remedy("Run `millrace resume` to go on from here");
    return new Unfinished(problem, new IllegalStateException(message));
  }

  Problem problem() {
    return problem;
  }
}
