package dev.millrace.sidecar.planner;

import org.apache.flink.table.types.logical.LogicalType;

/** Types as text that Flink reads back. */
public final class TypeText {
  private TypeText() {}

  /**
   * The type's text, with the names that people write for the longest strings; a summary for the
   * few types that have no text to be read back.
   */
  public static String of(LogicalType type) {
    try {
      return type.asSerializableString()
          .replace("VARCHAR(2147483647)", "STRING")
          .replace("VARBINARY(2147483647)", "BYTES");
    } catch (RuntimeException e) {
      return type.asSummaryString();
    }
  }
}
