package dev.millrace.app.parts;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to show of a piece of work that broke off. */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Whether the user wanted it so. */
  public static boolean isCancelled(@Nullable Throwable failure) {
    return cause(failure) instanceof CancellationException;
  }

  /** The problems, the reason first; a fault of ours is logged and said as such. */
  public static List<Problem> problems(@Nullable Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof MillraceException known) {
      return known.problems();
    }
    LOG.error("Work broke off", cause);
    return List.of(
        Problem.error(ProblemCode.INTERNAL, "Millrace itself failed: " + cause)
            .remedy("Look into the log, and report it with what you did"));
  }

  /** Says that it was the user's own wish. */
  public static Problem cancelled(String sentence) {
    return Problem.warning(ProblemCode.USAGE, sentence);
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? Objects.requireNonNull(wrapped.getCause())
        : failure;
  }
}
