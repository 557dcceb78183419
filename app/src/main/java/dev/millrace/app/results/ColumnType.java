package dev.millrace.app.results;

import java.util.List;

/** What the header says of a column's type, and how its values stand. */
final class ColumnType {
  private static final List<String> NUMBERS =
      List.of("TINYINT", "SMALLINT", "INT", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE");
  private static final String NOT_NULL = " NOT NULL";
  private static final String LONGEST = "(2147483647)";

  private ColumnType() {}

  /** Flink's type in the writing users know: {@code STRING} for {@code VARCHAR(2147483647)}. */
  static String shown(String type) {
    String plain =
        type.endsWith(NOT_NULL) ? type.substring(0, type.length() - NOT_NULL.length()) : type;
    return plain.replace("VARBINARY" + LONGEST, "BYTES").replace("VARCHAR" + LONGEST, "STRING");
  }

  /** Whether values stand at the right, so that digits stand below each other. */
  static boolean isNumber(String type) {
    return NUMBERS.stream().anyMatch(type::startsWith);
  }
}
