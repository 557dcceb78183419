package dev.millrace.engine.observe;

import dev.millrace.engine.connect.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The newest samples of one job, asked by task and operator. */
final class JobMetrics {
  /**
   * No event time is that far from 1970. Flink's own marks lie beyond, exactly or, where an
   * operator has taken its delay from them, nearly.
   */
  private static final double FARTHEST_EVENT_TIME = 8.64e15;

  /** What Flink says before the first watermark. */
  static final long NONE = Long.MIN_VALUE;

  /** What Flink says when the input has ended. */
  static final long ENDED = Long.MAX_VALUE;

  private final List<MetricSample> samples;

  private JobMetrics(List<MetricSample> samples) {
    this.samples = samples;
  }

  /**
   * @param samples of one job, the newest of each series; those of subtasks that have stopped
   *     reporting are left out
   */
  static JobMetrics of(Collection<MetricSample> samples, Duration freshness) {
    Instant newest =
        samples.stream()
            .map(MetricSample::time)
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    Instant oldest = newest.minus(freshness);
    return new JobMetrics(
        samples.stream().filter(sample -> !sample.time().isBefore(oldest)).toList());
  }

  /** The newest time of a sample of this metric, at any place. */
  Optional<Instant> newest(String metric) {
    return named(metric).map(MetricSample::time).max(Comparator.naturalOrder());
  }

  /** All tasks, those that read first. */
  List<TaskName> tasks() {
    return samples.stream()
        .map(MetricSample::task)
        .distinct()
        .map(TaskName::new)
        .sorted(
            Comparator.comparing((TaskName task) -> !task.isSource())
                .thenComparing(TaskName::order)
                .thenComparing(TaskName::text))
        .toList();
  }

  /** Operators of a task that have samples of this metric, in the order rows pass them. */
  List<String> operators(TaskName task, String metric) {
    List<String> chain = task.operators().stream().map(TaskName::comparable).toList();
    return of(task, metric)
        .flatMap(sample -> sample.operator().stream())
        .distinct()
        .sorted(
            Comparator.comparingInt((String operator) -> place(chain, operator))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The least watermark of an operator over its subtasks. */
  OptionalLong operatorWatermark(TaskName task, String operator, String metric) {
    return least(of(task, metric).filter(sample -> isOf(sample, operator)));
  }

  /** The least watermark that has come in over a task's subtasks; empty for sources. */
  OptionalLong inputWatermark(TaskName task) {
    return least(of(task, Metrics.INPUT_WATERMARK).filter(sample -> sample.operator().isEmpty()));
  }

  /** The least watermark that leaves a task, over its subtasks. */
  OptionalLong outputWatermark(TaskName task) {
    List<String> operators = operators(task, Metrics.OUTPUT_WATERMARK);
    // A watermark can only fall behind along a chain, but it may be born in the middle of one.
    return operators.isEmpty()
        ? OptionalLong.empty()
        : operatorWatermark(task, operators.getLast(), Metrics.OUTPUT_WATERMARK);
  }

  /** Output watermarks of a task by subtask, where measured. */
  List<SubtaskWatermark> outputBySubtask(TaskName task) {
    List<String> operators = operators(task, Metrics.OUTPUT_WATERMARK);
    if (operators.isEmpty()) {
      return List.of();
    }
    return of(task, Metrics.OUTPUT_WATERMARK)
        .filter(sample -> isOf(sample, operators.getLast()))
        .filter(sample -> !Double.isNaN(sample.value()))
        .map(sample -> new SubtaskWatermark(sample.subtask(), watermark(sample.value())))
        .sorted(Comparator.comparingInt(SubtaskWatermark::subtask))
        .toList();
  }

  /** The sum over the subtasks of a task or, when named, of its operator. */
  OptionalDouble sum(TaskName task, Optional<String> operator, String metric) {
    double[] values = values(task, operator, metric).toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(DoubleStream.of(values).sum());
  }

  /** Values of a task's own metric over its subtasks, NaN left out. */
  List<Double> ofTask(TaskName task, String metric) {
    return new ArrayList<>(values(task, Optional.empty(), metric).boxed().toList());
  }

  /** The sum over all operators of the job. */
  OptionalDouble sumOfOperators(String metric) {
    double[] values =
        named(metric)
            .filter(sample -> sample.operator().isPresent())
            .mapToDouble(MetricSample::value)
            .filter(value -> !Double.isNaN(value) && value >= 0)
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(DoubleStream.of(values).sum());
  }

  private DoubleStream values(TaskName task, Optional<String> operator, String metric) {
    Predicate<MetricSample> place =
        operator
            .map(name -> (Predicate<MetricSample>) sample -> isOf(sample, name))
            .orElse(sample -> sample.operator().isEmpty());
    return of(task, metric)
        .filter(place)
        .mapToDouble(MetricSample::value)
        .filter(value -> !Double.isNaN(value));
  }

  private Stream<MetricSample> of(TaskName task, String metric) {
    return named(metric).filter(sample -> sample.task().equals(task.text()));
  }

  private Stream<MetricSample> named(String metric) {
    return samples.stream().filter(sample -> Metrics.isNamed(sample, metric));
  }

  private static boolean isOf(MetricSample sample, String operator) {
    return sample.operator().isPresent() && sample.operator().get().equals(operator);
  }

  private static int place(List<String> chain, String operator) {
    int place = chain.indexOf(TaskName.comparable(operator));
    // Some names are shortened in the task's; the plan's numbers still tell the order.
    return place >= 0 ? place : chain.size() + TaskName.order(operator);
  }

  private static OptionalLong least(Stream<MetricSample> samples) {
    return samples
        .mapToDouble(MetricSample::value)
        .filter(value -> !Double.isNaN(value))
        .mapToLong(JobMetrics::watermark)
        .min();
  }

  private static long watermark(double value) {
    if (value <= -FARTHEST_EVENT_TIME) {
      return NONE;
    }
    return value >= FARTHEST_EVENT_TIME ? ENDED : (long) value;
  }

  /** Whether a watermark is a time and not one of Flink's marks. */
  static boolean isTime(long watermark) {
    return watermark != NONE && watermark != ENDED;
  }

  /** A subtask's watermark. */
  record SubtaskWatermark(int subtask, long watermark) {}
}
