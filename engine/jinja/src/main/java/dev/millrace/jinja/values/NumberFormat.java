package dev.millrace.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Digits of numbers as {@code %} and {@code format} write them, without sign and padding. */
final class NumberFormat {
  private NumberFormat() {}

  /** {@code f}: a fixed number of decimals. */
  static String fixed(double magnitude, int precision) {
    return Double.isFinite(magnitude)
        ? new BigDecimal(magnitude).setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
        : special(magnitude);
  }

  /** {@code e}: one digit, decimals, exponent. */
  static String scientific(double magnitude, int precision) {
    if (!Double.isFinite(magnitude)) {
      return special(magnitude);
    }
    BigDecimal rounded = rounded(magnitude, precision + 1);
    String digits = digits(rounded, precision + 1);
    int exponent = magnitude == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String decimals = precision == 0 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + decimals + exponent(exponent);
  }

  /** {@code g}: whichever of the two is shorter. */
  static String general(double magnitude, int precision, boolean keepZeros) {
    if (!Double.isFinite(magnitude)) {
      return special(magnitude);
    }
    int significant = Math.max(precision, 1);
    BigDecimal rounded = rounded(magnitude, significant);
    int exponent = magnitude == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= significant) {
      String digits = digits(rounded, significant);
      String decimals = keepZeros ? digits.substring(1) : withoutZeros(digits.substring(1));
      return digits.charAt(0) + (decimals.isEmpty() ? "" : "." + decimals) + exponent(exponent);
    }
    String plain =
        rounded.setScale(significant - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString();
    if (keepZeros || plain.indexOf('.') < 0) {
      return plain;
    }
    String trimmed = withoutZeros(plain);
    return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : "inf";
  }

  private static BigDecimal rounded(double magnitude, int significant) {
    BigDecimal exact = new BigDecimal(magnitude);
    int scale = significant - (exact.precision() - exact.scale());
    BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_EVEN);
    // 9.99 becomes 10.0: one digit too many.
    return rounded.precision() > significant
        ? rounded.setScale(scale - 1, RoundingMode.HALF_EVEN)
        : rounded;
  }

  private static String digits(BigDecimal number, int count) {
    String digits = number.unscaledValue().toString();
    return digits.length() >= count ? digits : digits + "0".repeat(count - digits.length());
  }

  private static String exponent(int exponent) {
    int size = Math.abs(exponent);
    return "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  private static String withoutZeros(String digits) {
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** Digits in groups from the right; what follows the integer part stays. */
  static String grouped(String digits, char separator, int size) {
    int end = 0;
    while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0) {
      end++;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < end; i++) {
      if (i > 0 && (end - i) % size == 0) {
        out.append(separator);
      }
      out.append(digits.charAt(i));
    }
    return out.append(digits, end, digits.length()).toString();
  }

  /** The magnitude of an integer in a base. */
  static String integer(BigInteger number, int radix) {
    return number.abs().toString(radix);
  }
}
