package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.project.Materialization;

/** A node that has no job of its own: a view, or a table that something else fills. */
public record Definition(String uniqueId, Materialization materialization, RelationName relation) {
  public Definition {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(materialization, "materialization");
    requireNonNull(relation, "relation");
  }
}
