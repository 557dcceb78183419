package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.values.Values;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads numbers and strings, with Python's escapes. */
final class LiteralReader {
  // Python's own bound; longer ones take quadratic time.
  private static final int MAX_DIGITS = 4300;

  private final SourceText source;
  private final String text;
  private final int end;

  LiteralReader(SourceText source, int end) {
    this.source = source;
    this.text = source.text();
    this.end = end;
  }

  /**
   * @param behindDot a number behind a dot is an index, never a float
   */
  Token number(int begin, boolean behindDot) {
    if (!behindDot) {
      int floatEnd = floatEnd(begin);
      if (floatEnd >= 0) {
        String written = text.substring(begin, floatEnd);
        Double value = Double.valueOf(written.replace("_", ""));
        return new Token(TokenType.FLOAT, written, value, begin, floatEnd);
      }
    }
    int radix = text.charAt(begin) == '0' && begin + 2 < end ? radix(text.charAt(begin + 1)) : 10;
    int digits = radix == 10 ? begin : begin + 2;
    int at = digits(digits, radix);
    if (radix != 10 && at == digits) {
      radix = 10;
      digits = begin;
      at = begin + 1;
    } else if (radix == 10 && text.charAt(begin) == '0') {
      // 007 is the integer 00 followed by 7: the parser then complains, as Jinja2 does.
      at = begin;
      while (at < end && (text.charAt(at) == '0' || underscore(at, 10))) {
        at++;
      }
    }
    String written = text.substring(begin, at);
    String plain = text.substring(digits, at).replace("_", "");
    if (plain.length() > MAX_DIGITS) {
      throw error(begin, "Exceeds the limit (" + MAX_DIGITS + " digits) for integer string");
    }
    Object value = Values.ofInteger(new BigInteger(plain, radix));
    return new Token(TokenType.INTEGER, written, value, begin, at);
  }

  private static int radix(char mark) {
    return switch (mark) {
      case 'b', 'B' -> 2;
      case 'o', 'O' -> 8;
      case 'x', 'X' -> 16;
      default -> 10;
    };
  }

  private int floatEnd(int begin) {
    int at = digits(begin, 10);
    boolean fraction = false;
    if (at + 1 < end && text.charAt(at) == '.' && Characters.isDigit(text.charAt(at + 1))) {
      at = digits(at + 1, 10);
      fraction = true;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < end && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      int behind = digits(exponent, 10);
      if (behind > exponent) {
        return behind;
      }
    }
    return fraction ? at : -1;
  }

  private int digits(int from, int radix) {
    int at = from;
    while (at < end && (Character.digit(text.charAt(at), radix) >= 0 || underscore(at, radix))) {
      if (text.charAt(at) > 0x7f) {
        break;
      }
      at++;
    }
    return at;
  }

  private boolean underscore(int at, int radix) {
    return text.charAt(at) == '_'
        && at + 1 < end
        && text.charAt(at + 1) < 0x80
        && Character.digit(text.charAt(at + 1), radix) >= 0;
  }

  Token string(int begin) {
    char quote = text.charAt(begin);
    boolean escaped = false;
    int at = begin + 1;
    while (at < end && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        escaped = true;
        at++;
      }
      at++;
    }
    if (at >= end) {
      throw error(begin, "unexpected char " + (quote == '"' ? "'\"'" : "\"'\"") + " at " + begin);
    }
    String inner = text.substring(begin + 1, at);
    String value = escaped ? unescape(inner, begin + 1) : inner;
    return new Token(TokenType.STRING, inner, value, begin, at + 1);
  }

  private String unescape(String inner, int offset) {
    StringBuilder out = new StringBuilder(inner.length());
    int at = 0;
    while (at < inner.length()) {
      char character = inner.charAt(at);
      if (character != '\\') {
        out.append(character);
        at++;
        continue;
      }
      char mark = inner.charAt(at + 1);
      Character simple = simple(mark);
      if (simple != null) {
        out.append(simple.charValue());
        at += 2;
      } else if (mark == '\n') {
        at += 2;
      } else if (mark >= '0' && mark <= '7') {
        int stop = at + 1;
        while (stop < inner.length()
            && stop < at + 4
            && Character.digit(inner.charAt(stop), 8) >= 0) {
          stop++;
        }
        out.appendCodePoint(Integer.parseInt(inner, at + 1, stop, 8));
        at = stop;
      } else if (mark == 'x' || mark == 'u' || mark == 'U') {
        int length = mark == 'x' ? 2 : mark == 'u' ? 4 : 8;
        out.appendCodePoint(hex(inner, at, length, offset));
        at += 2 + length;
      } else if (mark == 'N') {
        int close = inner.indexOf('}', at);
        out.appendCodePoint(named(inner, at, close, offset));
        at = close + 1;
      } else {
        // Python keeps the backslash of an escape it does not know.
        out.append('\\');
        at++;
      }
    }
    return out.toString();
  }

  private static @Nullable Character simple(char mark) {
    return switch (mark) {
      case '\\', '\'', '"' -> mark;
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      default -> null;
    };
  }

  private int hex(String inner, int at, int length, int offset) {
    int stop = at + 2;
    while (stop < inner.length()
        && stop < at + 2 + length
        && Character.digit(inner.charAt(stop), 16) >= 0) {
      stop++;
    }
    if (stop < at + 2 + length) {
      char mark = inner.charAt(at + 1);
      throw error(offset + at, "truncated \\" + mark + "X".repeat(length) + " escape in a string");
    }
    long value = Long.parseLong(inner, at + 2, stop, 16);
    if (value > Character.MAX_CODE_POINT) {
      throw error(offset + at, "illegal Unicode character in a string");
    }
    return (int) value;
  }

  private int named(String inner, int at, int close, int offset) {
    if (close > at + 3 && inner.charAt(at + 2) == '{') {
      try {
        return Character.codePointOf(inner.substring(at + 3, close));
      } catch (IllegalArgumentException unknown) {
        throw error(offset + at, "unknown Unicode character name in a string");
      }
    }
    throw error(offset + at, "malformed \\N character escape in a string");
  }

  private TemplateException error(int offset, String message) {
    return SyntaxErrors.at(source, offset, message);
  }
}
