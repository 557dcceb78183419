package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The job that a plan makes, as a JobManager would show it if Flink had chosen all ids.
 *
 * @param vertices in topological order
 */
public record PlanOperatorsResponse(List<Vertex> vertices) {
  /**
   * Operators that run in one task.
   *
   * @param id that Flink chooses, 32 hexadecimal digits
   * @param description of its operators, as a JobManager shows it
   */
  public record Vertex(String id, String description, List<Operator> operators) {}

  /**
   * An operator.
   *
   * @param ownId that Flink chooses where no UID is set
   * @param uid that the plan sets; null when it sets none
   */
  public record Operator(String ownId, @Nullable String uid) {}
}
