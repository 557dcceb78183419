package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A column as property YAML describes it.
 *
 * @param dataType Flink SQL type; empty when the YAML does not say
 */
public record ColumnSpec(String name, String description, Optional<String> dataType) {
  public ColumnSpec {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    requireNonNull(dataType, "dataType");
  }
}
