package dev.millrace.sidecar.intake;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a series measures.
 *
 * @param job 32 hexadecimal digits
 * @param metric Flink's name without scope; a rate has the name of its meter
 * @param task name of the task; empty text for a metric of the job as a whole
 * @param operator name of the operator, when the metric is an operator's
 * @param part what further tells it apart, such as topic and partition; empty text for nothing
 */
public record SeriesKey(
    String job, String metric, String task, Optional<String> operator, int subtask, String part) {
  public SeriesKey {
    requireNonNull(job, "job");
    requireNonNull(metric, "metric");
    requireNonNull(task, "task");
    requireNonNull(operator, "operator");
    requireNonNull(part, "part");
  }
}
