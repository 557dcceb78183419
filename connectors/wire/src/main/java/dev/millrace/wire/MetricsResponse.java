package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples, oldest first. */
public record MetricsResponse(List<Sample> samples) {
  /** One value; operator is null for a task's metric. */
  public record Sample(
      String job,
      String metric,
      String task,
      @Nullable String operator,
      int subtask,
      long timeMillis,
      double value) {}
}
