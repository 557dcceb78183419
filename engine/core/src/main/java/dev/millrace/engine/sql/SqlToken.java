package dev.millrace.engine.sql;

import static java.util.Objects.requireNonNull;

/**
 * A piece of SQL text as it stands.
 *
 * @param offset of its first character in the whole text, from 0
 */
public record SqlToken(Kind kind, String text, int offset) {
  public SqlToken {
    requireNonNull(kind, "kind");
    requireNonNull(text, "text");
  }

  /** What a piece is. */
  public enum Kind {
    WHITESPACE,
    LINE_COMMENT,
    BLOCK_COMMENT,
    WORD,
    QUOTED_IDENTIFIER,
    STRING,
    NUMBER,
    SYMBOL
  }

  /** Whether it means anything to the parser. */
  public boolean isCode() {
    return switch (kind) {
      case WHITESPACE, LINE_COMMENT, BLOCK_COMMENT -> false;
      case WORD, QUOTED_IDENTIFIER, STRING, NUMBER, SYMBOL -> true;
    };
  }

  /** Whether it is this keyword, in any case. */
  public boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /** The offset behind its last character. */
  public int end() {
    return offset + text.length();
  }
}
