package dev.millrace.jinja.syntax;

/**
 * A token.
 *
 * @param text the name or the template data; else as written
 * @param value the value of a literal; else the text
 * @param offset where it begins in the source
 * @param end behind its last character
 */
record Token(TokenType type, String text, Object value, int offset, int end) {
  boolean isName(String name) {
    return type == TokenType.NAME && text.equals(name);
  }

  /** How messages name this token. */
  String description() {
    return type == TokenType.NAME ? text : type.description();
  }
}
