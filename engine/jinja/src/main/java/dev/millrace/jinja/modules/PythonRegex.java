package dev.millrace.jinja.modules;

import dev.millrace.jinja.EvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Translates Python's regular expressions and replacements to Java's. */
final class PythonRegex {
  private static final long IGNORE_CASE = 2;
  private static final long MULTI_LINE = 8;
  private static final long DOT_ALL = 16;

  private PythonRegex() {}

  /**
   * @param flags Python's flag bits
   */
  static Pattern compile(String expression, long flags) {
    int options = Pattern.UNICODE_CHARACTER_CLASS;
    options |= (flags & IGNORE_CASE) != 0 ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    options |= (flags & MULTI_LINE) != 0 ? Pattern.MULTILINE : 0;
    options |= (flags & DOT_ALL) != 0 ? Pattern.DOTALL : 0;
    // Java counts more characters as line ends than Python does.
    options |= Pattern.UNIX_LINES;
    try {
      return Pattern.compile(translated(expression), options);
    } catch (PatternSyntaxException invalid) {
      throw EvaluationException.type(
          invalid.getDescription() + " at position " + invalid.getIndex());
    } catch (StackOverflowError overflow) {
      throw EvaluationException.limit("the regular expression is nested too deeply");
    }
  }

  private static String translated(String expression) {
    StringBuilder out = new StringBuilder();
    boolean set = false;
    for (int i = 0; i < expression.length(); i++) {
      char character = expression.charAt(i);
      if (character == '\\' && i + 1 < expression.length()) {
        char escaped = expression.charAt(++i);
        out.append('\\').append(escaped == 'Z' ? 'z' : escaped);
      } else if (set) {
        // Python gives [ and && no meaning inside of a set.
        out.append(character == '[' || character == '&' ? "\\" : "").append(character);
        set = character != ']';
      } else if (character == '[') {
        set = true;
        out.append('[');
        if (i + 1 < expression.length() && expression.charAt(i + 1) == '^') {
          out.append(expression.charAt(++i));
        }
        if (i + 1 < expression.length() && expression.charAt(i + 1) == ']') {
          out.append("\\]");
          i++;
        }
      } else if (expression.startsWith("(?P<", i)) {
        out.append("(?<");
        i += 3;
      } else if (expression.startsWith("(?P=", i)) {
        int close = expression.indexOf(')', i);
        if (close < 0) {
          throw EvaluationException.type("missing ), unterminated name");
        }
        out.append("\\k<").append(expression, i + 4, close).append('>');
        i = close;
      } else {
        out.append(character);
      }
    }
    return out.toString();
  }

  /** A replacement with its {@code \1} and {@code \g<name>} filled in. */
  static String expand(String replacement, Matcher matcher) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < replacement.length(); i++) {
      char character = replacement.charAt(i);
      if (character != '\\' || i + 1 == replacement.length()) {
        out.append(character);
        continue;
      }
      char escaped = replacement.charAt(++i);
      if (Character.isDigit(escaped)) {
        int end = i + 1;
        if (end < replacement.length() && Character.isDigit(replacement.charAt(end))) {
          end++;
        }
        out.append(group(matcher, replacement.substring(i, end)));
        i = end - 1;
      } else if (escaped == 'g' && replacement.startsWith("<", i + 1)) {
        int close = replacement.indexOf('>', i);
        if (close < 0) {
          throw EvaluationException.type("missing >, unterminated name");
        }
        out.append(group(matcher, replacement.substring(i + 2, close)));
        i = close;
      } else {
        out.append(
            switch (escaped) {
              case 'n' -> "\n";
              case 't' -> "\t";
              case 'r' -> "\r";
              case '\\' -> "\\";
              default -> "\\" + escaped;
            });
      }
    }
    return out.toString();
  }

  private static String group(Matcher matcher, String name) {
    try {
      String text =
          name.chars().allMatch(Character::isDigit)
              ? matcher.group(Integer.parseInt(name))
              : matcher.group(name);
      return text == null ? "" : text;
    } catch (IndexOutOfBoundsException | IllegalArgumentException unknown) {
      throw EvaluationException.type("invalid group reference " + name);
    }
  }
}
