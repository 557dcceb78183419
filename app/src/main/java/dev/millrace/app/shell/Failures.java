package dev.millrace.app.shell;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import java.util.stream.Collectors;

/** What users are told of an exception. */
public final class Failures {
  private Failures() {}

  /** Its problems with place and remedy, or, for a fault of ours, what kind it is. */
  public static String sentence(Throwable failure) {
    if (failure instanceof MillraceException known) {
      return known.problems().stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
