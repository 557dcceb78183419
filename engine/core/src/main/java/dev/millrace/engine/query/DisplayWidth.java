package dev.millrace.engine.query;

import java.text.BreakIterator;
import java.util.Locale;

/** How many columns of a terminal text takes. */
final class DisplayWidth {
  private static final String ELLIPSIS = "…";

  private DisplayWidth() {}

  static int of(String text) {
    int width = 0;
    BreakIterator characters = characters(text);
    int start = characters.first();
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      width += ofCharacter(text, start, end);
      start = end;
    }
    return width;
  }

  /** The text, or its beginning and an ellipsis where it is wider. */
  static String cut(String text, int limit) {
    if (of(text) <= limit) {
      return text;
    }
    int width = 0;
    BreakIterator characters = characters(text);
    int start = characters.first();
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      width += ofCharacter(text, start, end);
      if (width > limit - 1) {
        break;
      }
      start = end;
    }
    return text.substring(0, start) + ELLIPSIS;
  }

  private static BreakIterator characters(String text) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    return characters;
  }

  /** What a reader sees as one character may be several code points. */
  private static int ofCharacter(String text, int start, int end) {
    int first = text.codePointAt(start);
    boolean emojiSelected = text.substring(start, end).indexOf('\uFE0F') > 0;
    if (isWide(first) || emojiSelected) {
      return 2;
    }
    return switch (Character.getType(first)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> 1;
    };
  }

  private static boolean isWide(int character) {
    if (character < 0x1100) {
      return false;
    }
    boolean fullWidthForm =
        (character >= 0xFF01 && character <= 0xFF60)
            || (character >= 0xFFE0 && character <= 0xFFE6);
    boolean punctuation = character >= 0x3000 && character <= 0x303E;
    boolean halfWidthForm = character >= 0xFF61 && character <= 0xFFDC;
    if (fullWidthForm || punctuation || Character.isEmojiPresentation(character)) {
      return true;
    }
    return !halfWidthForm
        && switch (Character.UnicodeScript.of(character)) {
          case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
          default -> false;
        };
  }
}
