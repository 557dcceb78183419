package dev.millrace.jinja.values;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Python's {@code format % values}. */
public final class PercentFormat {
  private static final int MAX_PRECISION = 10_000;

  private final String format;
  private final Object values;
  private final Budget budget;
  private final Iterator<Object> positional;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private boolean keyed;

  private PercentFormat(String format, Object values, Budget budget) {
    this.format = format;
    this.values = values;
    this.budget = budget;
    this.positional =
        values instanceof PyTuple tuple ? tuple.iterator() : List.of(values).iterator();
  }

  /**
   * Fills the format.
   *
   * @param values a tuple, a dict for named places, or one value
   */
  public static String format(String format, Object values, Budget budget) {
    PercentFormat run = new PercentFormat(format, values, budget);
    run.run();
    return run.out.toString();
  }

  private void run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      place();
    }
    out.append(format, at, format.length());
    // Python takes whatever has items for a mapping, of which nothing need be used.
    boolean mapping = values instanceof Map<?, ?> || values instanceof List<?>;
    if (positional.hasNext() && !keyed && !mapping) {
      throw EvaluationException.type("not all arguments converted during string formatting");
    }
  }

  private char peek() {
    if (at >= format.length()) {
      throw EvaluationException.type("incomplete format");
    }
    return format.charAt(at);
  }

  private void place() {
    String key = null;
    if (peek() == '(') {
      int close = format.indexOf(')', at);
      if (close < 0) {
        throw EvaluationException.type("incomplete format key");
      }
      key = format.substring(at + 1, close);
      at = close + 1;
      keyed = true;
    }
    boolean left = false;
    boolean zero = false;
    boolean alternate = false;
    String plus = "";
    while ("-+ #0".indexOf(peek()) >= 0) {
      switch (format.charAt(at++)) {
        case '-' -> left = true;
        case '+' -> plus = "+";
        case ' ' -> plus = plus.isEmpty() ? " " : plus;
        case '#' -> alternate = true;
        default -> zero = true;
      }
    }
    int width = size();
    if (width < 0) {
      left = true;
      width = -width;
    }
    int precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(0, size());
    }
    while ("hlL".indexOf(peek()) >= 0) {
      at++;
    }
    char type = format.charAt(at++);
    if (type == '%') {
      out.append('%');
      return;
    }
    if (precision > MAX_PRECISION) {
      throw EvaluationException.limit("precision too large");
    }
    Object value = key == null ? next() : named(key);
    if (type == 's' || type == 'r' || type == 'a' || type == 'c') {
      pad("", text(type, value, precision), width, left, false);
    } else {
      number(type, value, new Layout(plus, width, precision, left, zero, alternate));
    }
  }

  private record Layout(
      String plus, int width, int precision, boolean left, boolean zero, boolean alternate) {}

  private int size() {
    if (peek() == '*') {
      at++;
      Long size = Arithmetic.index(next());
      if (size == null) {
        throw EvaluationException.type("* wants int");
      }
      return Math.clamp(size, Integer.MIN_VALUE + 1, Integer.MAX_VALUE);
    }
    int begin = at;
    while (at < format.length() && Character.isDigit(format.charAt(at))) {
      at++;
    }
    if (at - begin > 9) {
      throw EvaluationException.limit("width too big");
    }
    return at == begin ? 0 : Integer.parseInt(format.substring(begin, at));
  }

  private Object next() {
    if (!positional.hasNext()) {
      throw EvaluationException.type("not enough arguments for format string");
    }
    return positional.next();
  }

  private Object named(String key) {
    if (!(values instanceof Map<?, ?> map)) {
      throw EvaluationException.type("format requires a mapping");
    }
    if (!map.containsKey(key)) {
      throw EvaluationException.type(Python.repr(key));
    }
    return Values.of(map.get(key));
  }

  private static String text(char type, Object value, int precision) {
    String text =
        switch (type) {
          case 's' -> Python.str(value);
          case 'c' -> character(value);
          case 'a' -> Python.ascii(value);
          default -> Python.repr(value);
        };
    boolean cut = precision >= 0 && precision < text.codePointCount(0, text.length());
    return cut ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
  }

  private static String character(Object value) {
    if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
      return text;
    }
    if (value instanceof Boolean flag) {
      return flag ? "\u0001" : "\u0000";
    }
    if (value instanceof Long number && Character.isValidCodePoint(number.intValue())) {
      return Character.toString(number.intValue());
    }
    throw EvaluationException.type("%c requires int or char");
  }

  private void number(char type, Object value, Layout layout) {
    if (!Ordering.isNumber(value)) {
      throw EvaluationException.type(
          "fgeFGE".indexOf(type) >= 0
              ? "must be real number, not " + Python.typeName(value)
              : "%" + type + " format: a real number is required, not " + Python.typeName(value));
    }
    int precision = layout.precision();
    String digits;
    boolean negative;
    if ("diuxXo".indexOf(type) >= 0) {
      if (value instanceof Double && "xXo".indexOf(type) >= 0) {
        throw EvaluationException.type("%" + type + " format: an integer is required, not float");
      }
      BigInteger number =
          value instanceof Double real
              ? new BigDecimal(real).toBigInteger()
              : Arithmetic.big(value);
      negative = number.signum() < 0;
      int radix = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
      digits = NumberFormat.integer(number, radix);
      if (precision > digits.length()) {
        digits = "0".repeat(precision - digits.length()) + digits;
      }
      if (layout.alternate() && radix != 10) {
        digits = "0" + Character.toLowerCase(type) + digits;
      }
    } else {
      double number = Arithmetic.real(value);
      negative = number < 0 || (number == 0 && 1 / number < 0);
      double magnitude = Math.abs(number);
      int decimals = precision < 0 ? 6 : precision;
      digits =
          switch (type) {
            case 'f', 'F' -> NumberFormat.fixed(magnitude, decimals);
            case 'e', 'E' -> NumberFormat.scientific(magnitude, decimals);
            case 'g', 'G' -> NumberFormat.general(magnitude, decimals, layout.alternate());
            default ->
                throw EvaluationException.type(
                    "unsupported format character '"
                        + type
                        + "' (0x"
                        + Integer.toHexString(type)
                        + ") at index "
                        + (at - 1));
          };
    }
    String shown = Character.isUpperCase(type) ? digits.toUpperCase(Locale.ROOT) : digits;
    pad(negative ? "-" : layout.plus(), shown, layout.width(), layout.left(), layout.zero());
  }

  private void pad(String prefix, String body, int width, boolean left, boolean zero) {
    int missing = width - prefix.length() - body.codePointCount(0, body.length());
    budget.allocate((long) body.length() + Math.max(0, missing));
    if (missing <= 0) {
      out.append(prefix).append(body);
    } else if (left) {
      out.append(prefix).append(body).repeat(" ", missing);
    } else if (zero) {
      out.append(prefix).repeat("0", missing).append(body);
    } else {
      out.repeat(" ", missing).append(prefix).append(body);
    }
  }
}
