package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the planner says of a relation that is being edited.
 *
 * @param upsertKey columns by which the changes of its rows can be told apart, also of a view,
 *     which has no primary key; empty when there are none
 */
public record RelationCheck(RelationAnalysis analysis, List<String> upsertKey) {
  public RelationCheck {
    requireNonNull(analysis, "analysis");
    upsertKey = List.copyOf(upsertKey);
  }
}
