package dev.millrace.engine.query;

import dev.millrace.engine.compile.SourceLocator;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;

/** Takes problems from the statement that a session was given to where it was written. */
public final class StatementPlaces {
  private StatementPlaces() {}

  /** The same failure; places inside the statement become places in the source. */
  public static MillraceException located(MillraceException failure, SourceLocator locator) {
    return new MillraceException(
        failure.problems().stream().map(problem -> located(problem, locator)).toList(), failure);
  }

  private static Problem located(Problem problem, SourceLocator locator) {
    return problem
        .position()
        .filter(place -> place.file().equals(SqlSession.STATEMENT) && place.line() > 0)
        .map(place -> problem.at(source(place, locator)))
        .orElse(problem);
  }

  private static SourcePosition source(SourcePosition place, SourceLocator locator) {
    return locator.locate(place.line(), Math.max(place.column(), 1));
  }
}
