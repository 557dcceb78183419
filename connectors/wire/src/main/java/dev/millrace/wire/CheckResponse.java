package dev.millrace.wire;

import java.util.List;

/** One result per wanted relation, in the order of the request's relations. */
public record CheckResponse(List<Checked> relations) {
  /**
   * One relation.
   *
   * @param upsertKey columns by which the changes of its rows can be told apart, also of a view,
   *     which has no primary key; empty when there are none
   */
  public record Checked(AnalyzeResponse.Relation relation, List<String> upsertKey) {}
}
