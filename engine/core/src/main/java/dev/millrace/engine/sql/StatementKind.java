package dev.millrace.engine.sql;

import java.util.List;
import java.util.Locale;

/** What running a statement does, told by its first words: enough to know how to run it. */
public enum StatementKind {
  /** Reads rows, by a job of its own. */
  QUERY,
  /** Tells about what is known: it has rows and ends at once. */
  INFORMATION,
  /** Changes what its session knows: tables, views, functions, settings. */
  DEFINITION,
  /** Starts something that goes on or changes stored rows. */
  CHANGE;

  /** The kind of one statement without its semicolon; what nobody knows counts as a change. */
  public static StatementKind of(String statement) {
    List<SqlToken> code = SqlLexer.tokens(statement).stream().filter(SqlToken::isCode).toList();
    int first = 0;
    while (first < code.size() && code.get(first).text().equals("(")) {
      first++;
    }
    if (first == code.size()) {
      return CHANGE;
    }
    return switch (code.get(first).text().toUpperCase(Locale.ROOT)) {
      case "SELECT", "WITH", "VALUES", "TABLE" -> QUERY;
      case "SHOW", "DESCRIBE", "DESC", "EXPLAIN" -> INFORMATION;
      case "DROP", "ALTER", "USE", "SET", "RESET", "LOAD", "UNLOAD", "ADD" -> DEFINITION;
      case "CREATE" -> fillsTable(code) ? CHANGE : DEFINITION;
      default -> CHANGE;
    };
  }

  /** A CREATE that does more than to describe: it starts a job. */
  private static boolean fillsTable(List<SqlToken> code) {
    int depth = 0;
    boolean table = false;
    for (SqlToken token : code) {
      switch (token.text()) {
        case "(" -> depth++;
        case ")" -> depth--;
        default -> {
          if (depth > 0) {
            continue;
          }
          if (token.isWord("MATERIALIZED")) {
            return true;
          }
          if (token.isWord("VIEW") || token.isWord("FUNCTION")) {
            return false;
          }
          table = table || token.isWord("TABLE");
          if (table && token.isWord("AS")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
