package dev.millrace.jinja.values;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.math.BigInteger;
import java.util.Locale;

/** Python's format specification, {@code [[fill]align][sign][#][0][width][,][.precision][type]}. */
public final class FormatSpec {
  private static final int MAX_PRECISION = 10_000;

  private final Budget budget;
  private int fill = ' ';
  private char align = '\0';
  private char sign = '\0';
  private boolean alternate;
  private int width;
  private char grouping = '\0';
  private int precision = -1;
  private char type = '\0';

  private FormatSpec(Budget budget) {
    this.budget = budget;
  }

  /** {@code format(value, specification)}. */
  public static String format(Object value, String specification, Budget budget) {
    if (specification.isEmpty()) {
      return Python.str(value);
    }
    if (value instanceof JinjaObject object) {
      String text = object.format(specification);
      if (text != null) {
        return text;
      }
    }
    FormatSpec spec = new FormatSpec(budget);
    spec.parse(specification, value);
    return switch (value) {
      case String text -> spec.string(text);
      case Boolean flag -> spec.integer(flag ? BigInteger.ONE : BigInteger.ZERO);
      case Long number -> spec.integer(BigInteger.valueOf(number));
      case BigInteger number -> spec.integer(number);
      case Double number -> spec.real(number);
      default ->
          throw EvaluationException.type(
              "unsupported format string passed to " + Python.typeName(value) + ".__format__");
    };
  }

  private void parse(String text, Object value) {
    int at = 0;
    int first = text.codePointAt(0);
    int behindFirst = Character.charCount(first);
    if (behindFirst < text.length() && "<>=^".indexOf(text.charAt(behindFirst)) >= 0) {
      fill = first;
      align = text.charAt(behindFirst);
      at = behindFirst + 1;
    } else if ("<>=^".indexOf(text.charAt(0)) >= 0) {
      align = text.charAt(0);
      at = 1;
    }
    if (at < text.length() && "+- ".indexOf(text.charAt(at)) >= 0) {
      sign = text.charAt(at++);
    }
    if (at < text.length() && text.charAt(at) == '#') {
      alternate = true;
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      if (align == '\0') {
        fill = '0';
        align = value instanceof String ? '<' : '=';
      }
      at++;
    }
    int digits = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    width = digits == at ? 0 : number(text.substring(digits, at));
    if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '_')) {
      grouping = text.charAt(at++);
    }
    if (at < text.length() && text.charAt(at) == '.') {
      digits = ++at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      if (digits == at) {
        throw EvaluationException.type("Format specifier missing precision");
      }
      precision = number(text.substring(digits, at));
    }
    if (at < text.length()) {
      type = text.charAt(at++);
    }
    if (at < text.length()) {
      throw EvaluationException.type("Invalid format specifier");
    }
  }

  private static int number(String digits) {
    if (digits.length() > 9) {
      throw EvaluationException.limit("Too many decimal digits in format string");
    }
    return Integer.parseInt(digits);
  }

  private String string(String text) {
    if (type != '\0' && type != 's') {
      throw unknown("str");
    }
    if (sign != '\0') {
      throw EvaluationException.type(
          (sign == ' ' ? "Space" : "Sign") + " not allowed in string format specifier");
    }
    if (grouping != '\0') {
      throw EvaluationException.type("Cannot specify '" + grouping + "' with 's'.");
    }
    if (align == '=') {
      throw EvaluationException.type("'=' alignment not allowed in string format specifier");
    }
    int points = text.codePointCount(0, text.length());
    String shown =
        precision >= 0 && precision < points
            ? text.substring(0, text.offsetByCodePoints(0, precision))
            : text;
    return padded("", shown, align == '\0' ? '<' : align);
  }

  private String integer(BigInteger number) {
    int radix =
        switch (type) {
          case '\0', 'd', 'n' -> 10;
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          case 'c' -> 0;
          case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> -1;
          default -> throw unknown("int");
        };
    if (radix < 0) {
      return real(Arithmetic.real(number));
    }
    if (precision >= 0) {
      throw EvaluationException.type("Precision not allowed in integer format specifier");
    }
    if (radix == 0) {
      return padded("", Character.toString(number.intValue()), align == '\0' ? '>' : align);
    }
    String digits = NumberFormat.integer(number, radix);
    String prefix = alternate && radix != 10 ? "0" + Character.toLowerCase(type) : "";
    if (grouping != '\0') {
      digits = NumberFormat.grouped(digits, grouping, radix == 10 ? 3 : 4);
    }
    String sized = prefix + digits;
    return number(number.signum() < 0, type == 'X' ? sized.toUpperCase(Locale.ROOT) : sized);
  }

  private String real(double number) {
    double magnitude = Math.abs(number);
    int digits = precision < 0 ? 6 : precision;
    if (digits > MAX_PRECISION) {
      throw EvaluationException.limit("precision too big");
    }
    String shown =
        switch (type) {
          case 'f', 'F' -> NumberFormat.fixed(magnitude, digits);
          case 'e', 'E' -> NumberFormat.scientific(magnitude, digits);
          case 'g', 'G', 'n' -> NumberFormat.general(magnitude, digits, alternate);
          case '%' -> NumberFormat.fixed(magnitude * 100, digits) + "%";
          case '\0' -> plain(magnitude);
          default -> throw unknown("float");
        };
    if (grouping != '\0') {
      shown = NumberFormat.grouped(shown, grouping, 3);
    }
    boolean upper = type == 'F' || type == 'E' || type == 'G';
    boolean negative = number < 0 || (number == 0 && 1 / number < 0);
    return number(negative, upper ? shown.toUpperCase(Locale.ROOT) : shown);
  }

  private String plain(double magnitude) {
    if (precision < 0) {
      return Numbers.repr(magnitude);
    }
    String shown = NumberFormat.general(magnitude, precision, false);
    boolean bare = shown.indexOf('.') < 0 && shown.indexOf('e') < 0 && Double.isFinite(magnitude);
    return bare ? shown + ".0" : shown;
  }

  private String number(boolean negative, String digits) {
    String prefix = negative ? "-" : sign == '-' || sign == '\0' ? "" : String.valueOf(sign);
    return padded(prefix, digits, align == '\0' ? '>' : align);
  }

  private String padded(String prefix, String body, char alignment) {
    int length = prefix.length() + body.codePointCount(0, body.length());
    int missing = width - length;
    if (missing <= 0) {
      return prefix + body;
    }
    budget.allocate(missing);
    String filler = Character.toString(fill);
    if (alignment == '=' && fill == '0' && grouping != '\0') {
      return prefix + zeroGrouped(body, width - prefix.length());
    }
    return switch (alignment) {
      case '<' -> prefix + body + filler.repeat(missing);
      case '^' -> filler.repeat(missing / 2) + prefix + body + filler.repeat(missing - missing / 2);
      case '=' -> prefix + filler.repeat(missing) + body;
      default -> filler.repeat(missing) + prefix + body;
    };
  }

  // Zeros in front of grouped digits are grouped with them.
  private String zeroGrouped(String body, int wanted) {
    String separator = String.valueOf(grouping);
    String digits = body.replace(separator, "");
    String result = body;
    while (result.length() < wanted) {
      digits = "0" + digits;
      result = NumberFormat.grouped(digits, grouping, 3);
    }
    return result;
  }

  private EvaluationException unknown(String typeName) {
    return EvaluationException.type(
        "Unknown format code '" + type + "' for object of type '" + typeName + "'");
  }
}
