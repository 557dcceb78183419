package dev.millrace.jinja.syntax;

/** Python's classes of characters, as far as the syntax needs them. */
public final class Characters {
  private Characters() {}

  /** Python's {@code str.isspace} for one character. */
  public static boolean isSpace(int character) {
    return switch (character) {
      case ' ', '\t', '\n', '\r', 0x0b, '\f', 0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xa0, 0x2007, 0x202f ->
          true;
      default -> character > 0x7f && Character.isWhitespace(character);
    };
  }

  static boolean isNameStart(int character) {
    return character == '_' || (character != '$' && Character.isUnicodeIdentifierStart(character));
  }

  static boolean isNamePart(int character) {
    if (character < 0x80) {
      return character == '_'
          || (character >= 'a' && character <= 'z')
          || (character >= 'A' && character <= 'Z')
          || isDigit(character);
    }
    return Character.isUnicodeIdentifierPart(character)
        && !Character.isIdentifierIgnorable(character);
  }

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** The first offset from {@code from} on that is no white space. */
  static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The offset behind the last character before {@code to} that is no white space. */
  static int skipSpaceBack(String text, int from, int to) {
    int at = to;
    while (at > from && isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
