package dev.millrace.app.results;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the header says of a column's type, and how its values stand. */
final class ColumnType {
  private static final List<String> NUMBERS =
      List.of("TINYINT", "SMALLINT", "INT", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE");
  private static final Pattern PARTS = Pattern.compile("([A-Z_]+)(?:\\((\\d{1,9}))?");

  /** Of texts and everything nested: some words, and the rest by hand. */
  private static final int WORDS = 18;

  private static final String NOT_NULL = " NOT NULL";
  private static final String LONGEST = "(2147483647)";

  private ColumnType() {}

  /** Flink's type in the writing users know: {@code STRING} for {@code VARCHAR(2147483647)}. */
  static String shown(String type) {
    String plain =
        type.endsWith(NOT_NULL) ? type.substring(0, type.length() - NOT_NULL.length()) : type;
    return plain.replace("VARBINARY" + LONGEST, "BYTES").replace("VARCHAR" + LONGEST, "STRING");
  }

  /** How many characters values of a type usually have, so that a column can be wide enough. */
  static int characters(String type) {
    Matcher parts = PARTS.matcher(type);
    if (!parts.lookingAt()) {
      return WORDS;
    }
    int first = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    return switch (parts.group(1)) {
      case "BOOLEAN" -> "false".length();
      case "TINYINT", "SMALLINT" -> "-32768".length();
      case "INT" -> "-2147483648".length();
      case "BIGINT" -> "1763673600000".length();
      case "FLOAT" -> "0.12345678".length();
      case "DOUBLE" -> "0.12345678901234567".length();
      case "DECIMAL" -> Math.min(first + "-.".length(), "1234567890123456.1234".length());
      case "DATE" -> "2026-11-20".length();
      case "TIME" -> "12:00:00".length() + fraction(first);
      case "TIMESTAMP", "TIMESTAMP_LTZ" -> "2026-11-20 12:00:00".length() + fraction(first) + 1;
      default -> WORDS;
    };
  }

  private static int fraction(int digits) {
    return digits == 0 ? 0 : digits + 1;
  }

  /** Whether values stand at the right, so that digits stand below each other. */
  static boolean isNumber(String type) {
    return NUMBERS.stream().anyMatch(type::startsWith);
  }
}
