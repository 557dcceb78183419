package dev.millrace.wire;

/**
 * A column.
 *
 * @param type Flink's serializable type text
 * @param time {@code none}, {@code rowtime} or {@code proctime}
 */
public record ColumnType(String name, String type, String time) {}
