package dev.millrace.engine.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens and loses nothing: joined, they are the text again. Broken text gives tokens
 * too; a quote or comment that does not end reaches to the end of the text.
 */
public final class SqlLexer {
  private final String text;
  private int at;

  private SqlLexer(String text) {
    this.text = text;
  }

  /** The tokens of the text, in order. */
  public static List<SqlToken> tokens(String text) {
    SqlLexer lexer = new SqlLexer(text);
    List<SqlToken> tokens = new ArrayList<>();
    while (lexer.at < text.length()) {
      int start = lexer.at;
      SqlToken.Kind kind = lexer.next();
      tokens.add(new SqlToken(kind, text.substring(start, lexer.at), start));
    }
    return tokens;
  }

  private SqlToken.Kind next() {
    char first = text.charAt(at);
    if (Character.isWhitespace(first)) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return SqlToken.Kind.WHITESPACE;
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
      return SqlToken.Kind.LINE_COMMENT;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
      return SqlToken.Kind.BLOCK_COMMENT;
    }
    if (first == '\'' || first == '"') {
      quoted(first);
      return SqlToken.Kind.STRING;
    }
    if (first == '`') {
      quoted(first);
      return SqlToken.Kind.QUOTED_IDENTIFIER;
    }
    if (Character.isDigit(first)) {
      number();
      return SqlToken.Kind.NUMBER;
    }
    if (isWordPart(first)) {
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      return SqlToken.Kind.WORD;
    }
    at++;
    return SqlToken.Kind.SYMBOL;
  }

  /** A doubled quote stands for itself. */
  private void quoted(char quote) {
    at++;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        return;
      }
    }
  }

  private void number() {
    while (at < text.length()
        && (isWordPart(text.charAt(at)) || text.charAt(at) == '.' || isExponentSign())) {
      at++;
    }
  }

  private boolean isExponentSign() {
    char sign = text.charAt(at);
    char before = text.charAt(at - 1);
    return (sign == '+' || sign == '-') && (before == 'e' || before == 'E');
  }

  private static boolean isWordPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }
}
