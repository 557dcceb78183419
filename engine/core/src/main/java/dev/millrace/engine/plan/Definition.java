package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.project.Materialization;
import java.util.List;

/**
 * A node that has no job of its own: a view, or a table that something else fills. It lives in the
 * jobs that read it, so they say whether it differs from what is deployed.
 *
 * @param readers unique ids of the models whose deployed jobs read it, directly or through views
 */
public record Definition(
    String uniqueId,
    Materialization materialization,
    RelationName relation,
    Standing standing,
    List<String> readers) {
  public Definition {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(materialization, "materialization");
    requireNonNull(relation, "relation");
    requireNonNull(standing, "standing");
    readers = List.copyOf(readers);
  }

  /** How it compares with what the deployed jobs were made from. */
  public enum Standing {
    /** No deployed job reads it. */
    NEW,
    UNCHANGED,
    /** A deployed job was made from another text; whether it matters, the job's own plan says. */
    CHANGED
  }
}
