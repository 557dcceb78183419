package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

/**
 * A column of a relation.
 *
 * @param type Flink's serializable type text, such as {@code DECIMAL(10, 2) NOT NULL}
 */
public record Column(String name, String type, TimeAttribute time) {
  public Column {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(time, "time");
  }

  public Column(String name, String type) {
    this(name, type, TimeAttribute.NONE);
  }
}
