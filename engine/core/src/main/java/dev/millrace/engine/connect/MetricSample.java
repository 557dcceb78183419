package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param metric Flink's name without scope, such as {@code currentInputWatermark} or {@code
 *     numRecordsOutPerSecond}
 * @param task name of the task, such as {@code Source: orders[1]}
 * @param operator name of the operator, when the metric is an operator's
 */
public record MetricSample(
    JobId job,
    String metric,
    String task,
    Optional<String> operator,
    int subtask,
    Instant time,
    double value) {
  public MetricSample {
    requireNonNull(job, "job");
    requireNonNull(metric, "metric");
    requireNonNull(task, "task");
    requireNonNull(operator, "operator");
    requireNonNull(time, "time");
  }
}
