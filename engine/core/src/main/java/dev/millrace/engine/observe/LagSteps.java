package dev.millrace.engine.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where on the path from the sources to the table watermarks fall behind.
 *
 * <p>Which task reads from which is not part of the metrics; the numbers in their names say which
 * come earlier. What a task waits for is therefore taken to be the nearest watermark that has left
 * an earlier task, which can make a wait look shorter than it is, never longer.
 */
final class LagSteps {
  /** Series are sampled one after the other; less than this between two of them says nothing. */
  private static final Duration NOISE = Duration.ofSeconds(1);

  private LagSteps() {}

  /** The steps, the largest first. */
  static List<LagStep> of(JobMetrics metrics, Instant sampledAt) {
    List<LagStep> steps = new ArrayList<>();
    slowestSource(metrics)
        .ifPresent(
            source -> {
              long watermark = metrics.outputWatermark(source).orElseThrow();
              steps.add(sourceStep(metrics, source, since(watermark, sampledAt)));
            });
    List<Long> passed = new ArrayList<>();
    for (TaskName task : metrics.tasks()) {
      waiting(metrics, task, passed).ifPresent(steps::add);
      steps.addAll(holdingBack(metrics, task));
      metrics.outputWatermark(task).ifPresent(passed::add);
    }
    steps.sort(Comparator.comparing(LagStep::lag).reversed());
    return List.copyOf(steps);
  }

  /** The source whose watermark is the least of those that have one. */
  static Optional<TaskName> slowestSource(JobMetrics metrics) {
    return metrics.tasks().stream()
        .filter(TaskName::isSource)
        .filter(task -> metrics.outputWatermark(task).stream().anyMatch(JobMetrics::isTime))
        .min(Comparator.comparingLong(task -> metrics.outputWatermark(task).orElseThrow()));
  }

  /**
   * A source that is made to wait by a task behind it is late through no fault of its own: rows
   * then wait in its input for that task.
   */
  private static LagStep sourceStep(JobMetrics metrics, TaskName source, Duration lag) {
    return Pressure.cause(metrics, source)
        .map(task -> new LagStep(LagStep.Kind.WAITING, task.text(), lag))
        .orElse(new LagStep(LagStep.Kind.SOURCE, source.text(), lag));
  }

  private static Optional<LagStep> waiting(JobMetrics metrics, TaskName task, List<Long> passed) {
    OptionalLong input = metrics.inputWatermark(task);
    if (input.isEmpty() || !JobMetrics.isTime(input.getAsLong())) {
      return Optional.empty();
    }
    return passed.stream()
        .filter(JobMetrics::isTime)
        .filter(watermark -> watermark >= input.getAsLong())
        .min(Comparator.naturalOrder())
        .map(watermark -> Duration.ofMillis(watermark - input.getAsLong()))
        .filter(lag -> lag.compareTo(NOISE) >= 0)
        .map(lag -> new LagStep(LagStep.Kind.WAITING, task.text(), lag));
  }

  private static List<LagStep> holdingBack(JobMetrics metrics, TaskName task) {
    List<LagStep> steps = new ArrayList<>();
    for (String operator : metrics.operators(task, Metrics.OUTPUT_WATERMARK)) {
      OptionalLong own = metrics.operatorWatermark(task, operator, Metrics.INPUT_WATERMARK);
      // The first operator of a chain takes in what the task does.
      boolean first =
          TaskName.comparable(task.operators().getFirst()).equals(TaskName.comparable(operator));
      OptionalLong input = own.isEmpty() && first ? metrics.inputWatermark(task) : own;
      OptionalLong output = metrics.operatorWatermark(task, operator, Metrics.OUTPUT_WATERMARK);
      if (input.isPresent()
          && output.isPresent()
          && JobMetrics.isTime(input.getAsLong())
          && JobMetrics.isTime(output.getAsLong())) {
        Duration lag = Duration.ofMillis(input.getAsLong() - output.getAsLong());
        if (lag.compareTo(NOISE) >= 0) {
          steps.add(new LagStep(LagStep.Kind.HELD_BACK, operator, lag));
        }
      }
    }
    return steps;
  }

  private static Duration since(long watermark, Instant sampledAt) {
    return Duration.between(Instant.ofEpochMilli(watermark), sampledAt);
  }
}
