package dev.millrace.engine.project.context;

import java.util.Map;

/** Which parts of a relation's name stand in quotes. */
public record Quoting(boolean database, boolean schema, boolean identifier) {
  /** All parts, as Flink and most databases have it. */
  public static final Quoting ALL = new Quoting(true, true, true);

  /** No part. */
  public static final Quoting NONE = new Quoting(false, false, false);

  /**
   * This quoting with what a configuration says otherwise.
   *
   * @param values by {@code database}, {@code schema}, {@code identifier}; others and what is no
   *     boolean are passed over
   */
  public Quoting over(Map<?, ?> values) {
    return new Quoting(
        said(values, "database", database),
        said(values, "schema", schema),
        said(values, "identifier", identifier));
  }

  private static boolean said(Map<?, ?> values, String part, boolean otherwise) {
    return values.get(part) instanceof Boolean flag ? flag : otherwise;
  }
}
