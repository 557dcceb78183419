package dev.millrace.engine.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into statements at its semicolons. */
public final class SqlStatements {
  private SqlStatements() {}

  /**
   * One statement.
   *
   * @param text without the semicolon, comments and blanks kept
   * @param offset of its first character in the whole text
   */
  public record Statement(String text, int offset) {
    public Statement {
      requireNonNull(text, "text");
    }
  }

  /** The statements of the text; pieces of nothing but blanks and comments are left out. */
  public static List<Statement> split(String text) {
    List<Statement> statements = new ArrayList<>();
    List<SqlToken> code = new ArrayList<>();
    int start = 0;
    for (SqlToken token : SqlLexer.tokens(text)) {
      boolean ends = token.text().equals(";") && token.isCode() && !isInsideSet(code);
      if (ends) {
        add(text, start, token.offset(), code, statements);
        start = token.end();
        code.clear();
      } else if (token.isCode()) {
        code.add(token);
      }
    }
    add(text, start, text.length(), code, statements);
    return statements;
  }

  private static void add(
      String text, int start, int end, List<SqlToken> code, List<Statement> statements) {
    if (!code.isEmpty()) {
      statements.add(new Statement(text.substring(start, end), start));
    }
  }

  /** {@code EXECUTE STATEMENT SET BEGIN ...; ...; END} holds semicolons of its own. */
  private static boolean isInsideSet(List<SqlToken> code) {
    return code.size() >= 4
        && code.get(0).isWord("EXECUTE")
        && code.get(1).isWord("STATEMENT")
        && code.get(2).isWord("SET")
        && code.get(3).isWord("BEGIN")
        && !code.getLast().isWord("END");
  }
}
