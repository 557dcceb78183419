package dev.millrace.jinja.filters;

import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's {@code int(x)} and {@code float(x)}. */
final class Conversions {
  private static final int MAX_DIGITS = 4300;

  private Conversions() {}

  /** The integer, or {@code otherwise}. */
  static Object toInteger(Object value, int base, Object otherwise) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    Object direct =
        switch (value) {
          case Boolean flag -> flag ? 1L : 0L;
          case Long number -> number;
          case BigInteger number -> number;
          case String text -> parsed(text.strip(), base);
          default -> null;
        };
    if (direct != null) {
      return direct;
    }
    return toFloat(value, null) instanceof Double number && Double.isFinite(number)
        ? Values.ofInteger(new BigDecimal(number).toBigInteger())
        : otherwise;
  }

  private static @Nullable Object parsed(String text, int base) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = base;
    String prefix = digits.length() > 2 ? digits.substring(0, 2).toLowerCase(Locale.ROOT) : "";
    int marked =
        switch (prefix) {
          case "0x" -> 16;
          case "0o" -> 8;
          case "0b" -> 2;
          default -> 0;
        };
    if (marked != 0 && (base == marked || base == 0)) {
      digits = digits.substring(2);
      radix = marked;
    } else if (base == 0) {
      radix = 10;
    }
    if (radix < 2 || radix > 36 || !isGrouped(digits) || digits.length() > MAX_DIGITS) {
      return null;
    }
    try {
      BigInteger number = new BigInteger(digits.replace("_", ""), radix);
      return Values.ofInteger(negative ? number.negate() : number);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  // Underscores may stand between digits only; a sign was already taken.
  private static boolean isGrouped(String digits) {
    return !digits.isEmpty()
        && !digits.startsWith("_")
        && !digits.endsWith("_")
        && !digits.contains("__")
        && !digits.startsWith("-")
        && !digits.startsWith("+");
  }

  /** The float, or {@code otherwise}. */
  static @Nullable Object toFloat(Object value, @Nullable Object otherwise) {
    return switch (value) {
      case Undefined undefined -> throw undefined.failure();
      case Double number -> number;
      case Boolean flag -> flag ? 1.0 : 0.0;
      case Long number -> Arithmetic.real(number);
      case BigInteger number -> Arithmetic.real(number);
      case String text -> {
        Double number = parsedFloat(text.strip());
        yield number == null ? otherwise : number;
      }
      default -> otherwise;
    };
  }

  private static @Nullable Double parsedFloat(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    String unsigned = plain.startsWith("-") || plain.startsWith("+") ? plain.substring(1) : plain;
    double sign = plain.startsWith("-") ? -1 : 1;
    if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (unsigned.equals("nan")) {
      return Double.NaN;
    }
    // Java also reads 1f, 1d and hexadecimal floats; Python does not.
    boolean decimal =
        !unsigned.isEmpty()
            && unsigned.chars().allMatch(character -> "0123456789.e+-_".indexOf(character) >= 0);
    if (!decimal || unsigned.startsWith("_") || unsigned.endsWith("_") || unsigned.contains("__")) {
      return null;
    }
    try {
      return Double.valueOf(plain.replace("_", ""));
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
