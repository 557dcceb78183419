package dev.millrace.jinja.methods;

import dev.millrace.jinja.syntax.Characters;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Letter case, stripping, and the questions about characters. */
public final class StringCase {
  private StringCase() {}

  /** The first character in title case, all others in lower case. */
  public static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    int width = Character.charCount(first);
    String upper = Character.toString(first).toUpperCase(Locale.ROOT);
    String initial =
        upper.length() > width
            ? upper.substring(0, 1) + upper.substring(1).toLowerCase(Locale.ROOT)
            : Character.toString(Character.toTitleCase(first));
    return initial + text.substring(width).toLowerCase(Locale.ROOT);
  }

  static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inside = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      out.appendCodePoint(inside ? Character.toLowerCase(point) : Character.toTitleCase(point));
      inside = isCased(point);
    }
    return out.toString();
  }

  static String swap(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            letter ->
                out.append(
                    Character.isUpperCase(letter.codePointAt(0))
                        ? letter.toLowerCase(Locale.ROOT)
                        : letter.toUpperCase(Locale.ROOT)));
    return out.toString();
  }

  /**
   * Removes characters from the ends.
   *
   * @param characters which ones, or null for white space
   */
  public static String strip(
      String text, @Nullable String characters, boolean left, boolean right) {
    IntPredicate removed =
        characters == null ? Characters::isSpace : point -> characters.indexOf(point) >= 0;
    int from = 0;
    int to = text.length();
    while (left && from < to) {
      int point = text.codePointAt(from);
      if (!removed.test(point)) {
        break;
      }
      from += Character.charCount(point);
    }
    while (right && to > from) {
      int point = text.codePointBefore(to);
      if (!removed.test(point)) {
        break;
      }
      to -= Character.charCount(point);
    }
    return text.substring(from, to);
  }

  private static boolean isCased(int point) {
    return Character.isUpperCase(point)
        || Character.isLowerCase(point)
        || Character.isTitleCase(point);
  }

  static boolean is(String text, String name) {
    return switch (name) {
      case "isascii" -> text.chars().allMatch(point -> point < 0x80);
      case "isprintable" ->
          text.codePoints().allMatch(point -> point == ' ' || !isUnprintable(point));
      case "isidentifier" -> isIdentifier(text);
      case "isupper" -> hasCase(text, point -> !Character.isLowerCase(point));
      case "islower" ->
          hasCase(text, point -> !Character.isUpperCase(point) && !Character.isTitleCase(point));
      case "istitle" -> isTitle(text);
      default -> !text.isEmpty() && text.codePoints().allMatch(each(name));
    };
  }

  private static IntPredicate each(String name) {
    return switch (name) {
      case "isspace" -> Characters::isSpace;
      case "isalpha" -> Character::isLetter;
      case "isdecimal" -> Character::isDigit;
      case "isdigit" -> StringCase::isDigit;
      case "isnumeric" -> StringCase::isNumeric;
      default -> point -> Character.isLetter(point) || isNumeric(point);
    };
  }

  // Superscripts and circled digits count as digits in Python.
  private static boolean isDigit(int point) {
    return Character.isDigit(point)
        || point == 0xb2
        || point == 0xb3
        || point == 0xb9
        || (point >= 0x2070
            && point <= 0x2089
            && Character.getType(point) == Character.OTHER_NUMBER)
        || (point >= 0x2460 && point <= 0x2468);
  }

  private static boolean isNumeric(int point) {
    return Character.isDigit(point)
        || Character.getType(point) == Character.OTHER_NUMBER
        || Character.getType(point) == Character.LETTER_NUMBER;
  }

  private static boolean hasCase(String text, IntPredicate allowed) {
    return text.codePoints().anyMatch(StringCase::isCased) && text.codePoints().allMatch(allowed);
  }

  private static boolean isTitle(String text) {
    return text.codePoints().anyMatch(StringCase::isCased) && title(text).equals(text);
  }

  private static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
        && text.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }

  private static boolean isUnprintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
