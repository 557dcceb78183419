package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;

/**
 * Which version of a model a node is.
 *
 * @param value as the YAML has it: Long, Double or String
 * @param latest the version that a ref without one means
 */
public record ModelVersion(Object value, Object latest) {
  public ModelVersion {
    requireNonNull(value, "value");
    requireNonNull(latest, "latest");
  }

  /** The version as text: {@code 2}. */
  public String text() {
    return Python.str(Values.of(value));
  }

  /** The version as it ends names: {@code v2}. */
  public String suffix() {
    return "v" + text();
  }

  public boolean isLatest() {
    return value.equals(latest);
  }

  /** Whether this version comes after the latest one. */
  public boolean isPrerelease() {
    return compare(value, latest) > 0;
  }

  /** dbt's order: numbers by size, all else by text. */
  static int compare(Object left, Object right) {
    try {
      return Double.compare(
          Double.parseDouble(String.valueOf(left)), Double.parseDouble(String.valueOf(right)));
    } catch (NumberFormatException e) {
      return String.valueOf(left).compareTo(String.valueOf(right));
    }
  }
}
