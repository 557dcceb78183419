package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.sql.StatementKind;
import java.util.List;

/**
 * Ad-hoc SQL after Jinja.
 *
 * @param text all of it, as it was rendered
 * @param statements in order; none when there are only blanks and comments
 * @param reads unique ids of the nodes it refers to, in the order of first use
 */
public record CompiledInline(String text, List<Statement> statements, List<String> reads) {
  public CompiledInline {
    requireNonNull(text, "text");
    statements = List.copyOf(statements);
    reads = List.copyOf(reads);
  }

  /**
   * One statement.
   *
   * @param sql without its semicolon, ephemeral models put in
   * @param start where its first word stands in the source
   * @param locator from places in {@code sql} to the source
   */
  public record Statement(
      StatementKind kind, String sql, SourcePosition start, SourceLocator locator) {
    public Statement {
      requireNonNull(kind, "kind");
      requireNonNull(sql, "sql");
      requireNonNull(start, "start");
      requireNonNull(locator, "locator");
    }
  }
}
