package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

/**
 * A watermark declaration.
 *
 * @param column the event-time column
 * @param expression Flink SQL, such as {@code order_time - INTERVAL '5' SECOND}
 */
public record Watermark(String column, String expression) {
  public Watermark {
    requireNonNull(column, "column");
    requireNonNull(expression, "expression");
  }
}
