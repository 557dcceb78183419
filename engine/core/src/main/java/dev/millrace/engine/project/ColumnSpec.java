package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import java.util.Optional;

/**
 * A column as property YAML describes it.
 *
 * @param dataType Flink SQL type; empty when the YAML does not say
 * @param kind where its values come from; only columns of sources are other than physical
 * @param expression of a computed column, or the key of a metadata column; empty when not said
 * @param position where it is described; empty for columns made in memory
 */
public record ColumnSpec(
    String name,
    String description,
    Optional<String> dataType,
    Kind kind,
    Optional<String> expression,
    Optional<SourcePosition> position) {
  /** Where a column's values come from. */
  public enum Kind {
    PHYSICAL,
    METADATA,
    COMPUTED
  }

  public ColumnSpec {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    requireNonNull(dataType, "dataType");
    requireNonNull(kind, "kind");
    requireNonNull(expression, "expression");
    requireNonNull(position, "position");
  }

  /** Whether it is declared never to be NULL. */
  public boolean isNotNull() {
    return dataType.filter(type -> type.matches("(?is).*\\bNOT\\s+NULL\\s*")).isPresent();
  }

  /** The column with another description. */
  ColumnSpec described(String text) {
    return text.equals(description)
        ? this
        : new ColumnSpec(name, text, dataType, kind, expression, position);
  }

  public ColumnSpec(String name, String description, Optional<String> dataType) {
    this(name, description, dataType, Kind.PHYSICAL, Optional.empty(), Optional.empty());
  }
}
