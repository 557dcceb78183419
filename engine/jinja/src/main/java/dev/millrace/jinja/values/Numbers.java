package dev.millrace.jinja.values;

import java.math.BigDecimal;

/** How Python writes floats. */
public final class Numbers {
  private Numbers() {}

  /** The shortest text that reads back as the same number, in Python's layout. */
  public static String repr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    // Java's own digits are the shortest since JDK 19; only the layout differs.
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String unscaled = digits.unscaledValue().abs().toString();
      StringBuilder text = new StringBuilder(number < 0 ? "-" : "").append(unscaled.charAt(0));
      if (unscaled.length() > 1) {
        text.append('.').append(unscaled, 1, unscaled.length());
      }
      text.append('e').append(exponent < 0 ? '-' : '+');
      int size = Math.abs(exponent);
      return text.append(size < 10 ? "0" : "").append(size).toString();
    }
    String plain = digits.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
