package dev.millrace.engine.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which task cannot keep up. */
final class Pressure {
  /** Of a second; below that a source is not slowed down by what it feeds. */
  private static final double HELD_UP = 500;

  /** Of a second; a task at work for less has room left. */
  private static final double BUSY = 700;

  /** One subtask this much busier than the average has most of the work. */
  private static final double SKEW = 1.8;

  private Pressure() {}

  /** The busiest task behind a source that is held up by back pressure. */
  static Optional<TaskName> cause(JobMetrics metrics, TaskName source) {
    boolean heldUp = highest(metrics.ofTask(source, Metrics.BACK_PRESSURED_TIME)) >= HELD_UP;
    if (!heldUp) {
      return Optional.empty();
    }
    return metrics.tasks().stream()
        .filter(task -> !task.equals(source))
        .filter(task -> busy(metrics, task) >= BUSY)
        .max(Comparator.comparingDouble(task -> busy(metrics, task)));
  }

  /** How much of its time the busiest subtask of a task works, in percent; 0 when not measured. */
  static int busyPercent(JobMetrics metrics, TaskName task) {
    return (int) Math.round(Math.min(1000, busy(metrics, task)) / 10);
  }

  /** Whether one subtask of a task does most of the work. */
  static boolean isSkewed(JobMetrics metrics, TaskName task) {
    List<Double> values = metrics.ofTask(task, Metrics.BUSY_TIME);
    double average = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return values.size() > 1 && highest(values) >= BUSY && highest(values) >= SKEW * average;
  }

  private static double busy(JobMetrics metrics, TaskName task) {
    return highest(metrics.ofTask(task, Metrics.BUSY_TIME));
  }

  private static double highest(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
