package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

/**
 * An operator of a query that keeps state.
 *
 * @param type Flink's node type without version, such as {@code stream-exec-group-aggregate}
 * @param description Flink's one-line description
 */
public record StatefulOperator(String type, String description) {
  public StatefulOperator {
    requireNonNull(type, "type");
    requireNonNull(description, "description");
  }
}
