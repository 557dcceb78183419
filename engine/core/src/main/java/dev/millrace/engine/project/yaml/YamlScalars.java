package dev.millrace.engine.project.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Tag;

/** The types PyYAML gives to plain scalars, where SnakeYAML's differ. */
final class YamlScalars {
  // PyYAML wants a dot and a signed exponent; all other numbers with an e are texts to it.
  private static final Pattern EXPONENT = Pattern.compile("[eE]");
  private static final Pattern PYTHON_EXPONENT = Pattern.compile(".*\\..*[eE][-+]\\d+");

  private YamlScalars() {}

  /** The value of a scalar; a tag that is not of plain YAML is the caller's business. */
  static @Nullable Object value(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "yes", "true", "on" -> true;
        default -> false;
      };
    }
    if (tag.equals(Tag.INT)) {
      return integer(text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    // Dates stay as they are written: dbt turns them into ISO texts when it renders them.
    return text;
  }

  // A number of a million digits takes minutes to read; nobody means one.
  private static final int MAX_DIGITS = 4300;

  private static Object integer(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new NumberFormatException("too many digits");
    }
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value;
    if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.contains(":")) {
      value = sexagesimal(digits);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    BigInteger signed = negative ? value.negate() : value;
    return signed.bitLength() < Long.SIZE ? (Object) signed.longValue() : signed;
  }

  private static BigInteger sexagesimal(String digits) {
    BigInteger value = BigInteger.ZERO;
    for (String part : digits.split(":")) {
      value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
    }
    return value;
  }

  private static Object number(String text) {
    String lower = text.replace("_", "").toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (lower.endsWith(".nan")) {
      return Double.NaN;
    }
    if (lower.contains(":")) {
      return text;
    }
    if (EXPONENT.matcher(lower).find() && !PYTHON_EXPONENT.matcher(lower).matches()) {
      return text;
    }
    return Double.parseDouble(lower);
  }
}
