package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result per relation, in the order asked. */
public record AnalyzeResponse(List<Relation> relations) {
  /**
   * @param changelog {@code insert_only}, {@code updating}, {@code updating_with_deletes} or {@code
   *     unknown}
   * @param createStatement null when there are problems
   */
  public record Relation(
      String id,
      List<ColumnType> columns,
      String changelog,
      List<String> primaryKey,
      @Nullable String createStatement,
      List<Operator> statefulOperators,
      List<Finding> problems) {}

  /** An operator that keeps state. */
  public record Operator(String type, String description) {}

  /** What the planner has against a statement; range is null when it is not known. */
  public record Finding(String message, @Nullable Range range) {}
}
