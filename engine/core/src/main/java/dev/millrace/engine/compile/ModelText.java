package dev.millrace.engine.compile;

import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlStatements;
import dev.millrace.engine.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/** Rules for the text of a model: one statement, and what to say when its SQL is wrong. */
final class ModelText {
  private ModelText() {}

  /**
   * The text without a semicolon at its end.
   *
   * @throws MillraceException SQL_INVALID when there is no statement, or more than one
   */
  static MappedText single(MappedText text, String name) {
    List<SqlStatements.Statement> statements = SqlStatements.split(text.text());
    if (statements.isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.SQL_INVALID, "The model `" + name + "` has no SQL")
              .at(text.locate(0))
              .remedy("Write one SELECT, or set the config `enabled` to false"));
    }
    if (statements.size() > 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.SQL_INVALID, "The model `" + name + "` has more than one statement")
              .at(text.locate(firstCode(statements.get(1))))
              .remedy("Put each SELECT into a model of its own"));
    }
    Optional<SqlToken> semicolon =
        SqlLexer.tokens(text.text()).stream()
            .filter(token -> token.isCode() && token.text().equals(";"))
            .findFirst();
    return semicolon.map(token -> text.part(0, token.offset())).orElse(text);
  }

  private static int firstCode(SqlStatements.Statement statement) {
    return statement.offset()
        + SqlLexer.tokens(statement.text()).stream()
            .filter(SqlToken::isCode)
            .findFirst()
            .map(SqlToken::offset)
            .orElse(0);
  }

  /** The problem at its place in the project's files. */
  static MillraceException wrong(SqlProblem problem, MappedText text) {
    Problem located =
        Problem.error(ProblemCode.SQL_INVALID, problem.message())
            .at(problem.range().map(range -> at(range, text)).orElseGet(() -> text.locate(0)));
    return new MillraceException(
        located.remedy(SqlRemedies.of(problem.message()).orElse("Correct the SQL at this place")));
  }

  private static dev.millrace.engine.problem.SourcePosition at(TextRange range, MappedText text) {
    return text.locator().locate(range.line(), range.column());
  }
}
