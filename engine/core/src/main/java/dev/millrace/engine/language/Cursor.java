package dev.millrace.engine.language;

import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands at an offset of a masked template. */
final class Cursor {
  private final List<SqlToken> code;
  private final Optional<SqlToken> around;

  private Cursor(List<SqlToken> code, Optional<SqlToken> around) {
    this.code = code;
    this.around = around;
  }

  static Cursor at(String masked, int offset) {
    List<SqlToken> tokens = SqlLexer.tokens(masked);
    Optional<SqlToken> around =
        tokens.stream()
            .filter(token -> token.offset() < offset && offset < token.end())
            .findFirst();
    return new Cursor(tokens.stream().filter(SqlToken::isCode).toList(), around);
  }

  /** Whether the offset is inside a comment or a text, where nothing can be completed. */
  boolean isInsideText() {
    return around
        .filter(
            token ->
                switch (token.kind()) {
                  case LINE_COMMENT, BLOCK_COMMENT, STRING -> true;
                  case WHITESPACE, WORD, QUOTED_IDENTIFIER, NUMBER, SYMBOL -> false;
                })
        .isPresent();
  }

  /** The code before an offset, the nearest last. */
  List<SqlToken> before(int offset) {
    return code.stream().filter(token -> token.end() <= offset).toList();
  }

  /** The word that an offset is in or at the edge of. */
  Optional<SqlToken> word(int offset) {
    return code.stream()
        .filter(Cursor::isName)
        .filter(token -> token.offset() <= offset && offset <= token.end())
        .reduce((first, second) -> second);
  }

  /** The dotted name that ends with a word, such as {@code o.amount}. */
  List<String> path(SqlToken word) {
    List<String> path = new ArrayList<>(List.of(bare(word)));
    int at = code.indexOf(word) - 1;
    while (at >= 1 && code.get(at).text().equals(".") && isName(code.get(at - 1))) {
      path.addFirst(bare(code.get(at - 1)));
      at -= 2;
    }
    return path;
  }

  /** Whether an opening bracket follows the word. */
  boolean isCall(SqlToken word) {
    int next = code.indexOf(word) + 1;
    return next < code.size() && code.get(next).text().equals("(");
  }

  /** Whether a dot follows the word. */
  boolean isQualifier(SqlToken word) {
    int next = code.indexOf(word) + 1;
    return next < code.size() && code.get(next).text().equals(".");
  }

  static boolean isName(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER;
  }

  static String bare(SqlToken token) {
    String text = token.text();
    return token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER && text.length() >= 2
        ? text.substring(1, text.length() - 1).replace("``", "`")
        : text;
  }
}
