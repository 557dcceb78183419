package dev.millrace.engine.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Says in one sentence what a model's lag comes from. */
final class LagExplanation {
  private LagExplanation() {}

  static String of(
      JobMetrics metrics,
      Lag lag,
      List<LagStep> steps,
      OptionalDouble recordsIn,
      OptionalLong pending) {
    return switch (lag) {
      case Lag.Behind behind when behind.lag().isNegative() ->
          "event time is " + text(behind.lag().negated()) + " ahead of the clock";
      case Lag.Behind ignored -> behind(metrics, steps, pending);
      case Lag.Idle ignored -> idle(steps);
      case Lag.NoWatermarkYet ignored -> noWatermark(metrics, recordsIn);
      case Lag.InputEnded ignored -> "the input has ended and all of it is in the table";
      case Lag.NotMeasured ignored -> "no watermark is measured";
    };
  }

  static String notMeasured(Optional<Instant> sampledAt, Instant now) {
    return sampledAt
        .map(time -> "no metrics have come for " + text(Duration.between(time, now)))
        .orElse("no watermark is measured; the job may just have started");
  }

  /**
   * A duration as people say it: {@code 850 ms}, {@code 3.2 s}, {@code 10 min}, {@code 2 h 5 min}.
   */
  static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    long milliseconds = duration.toMillis();
    if (milliseconds < 1_000) {
      return milliseconds + " ms";
    }
    if (duration.compareTo(Duration.ofSeconds(60)) < 0) {
      // Cut, not rounded: 59.96 s must not become 60.0 s.
      String seconds = String.format(Locale.ROOT, "%.1f", Math.floor(milliseconds / 100.0) / 10);
      return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds) + " s";
    }
    if (duration.toHours() < 1) {
      return parts(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return duration.toDays() < 1
        ? parts(duration.toHours(), "h", duration.toMinutesPart(), "min")
        : parts(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String parts(long whole, String unit, long rest, String restUnit) {
    return whole + " " + unit + (rest == 0 ? "" : " " + rest + " " + restUnit);
  }

  private static String behind(JobMetrics metrics, List<LagStep> steps, OptionalLong pending) {
    if (steps.isEmpty()) {
      return "where on the path the lag is made is not measured";
    }
    LagStep largest = steps.getFirst();
    return switch (largest.kind()) {
      case SOURCE -> source(metrics, largest, pending);
      case WAITING -> waiting(metrics, largest);
      case HELD_BACK -> heldBack(largest);
    };
  }

  private static String source(JobMetrics metrics, LagStep step, OptionalLong pending) {
    TaskName source = new TaskName(step.where());
    String start = text(step.lag()) + " at " + name(source);
    Optional<Integer> alone = subtaskFarBehind(metrics, source);
    if (alone.isPresent()) {
      return start + ": its subtask " + alone.get() + " is far behind the others";
    }
    if (pending.orElse(0) > 0) {
      return start
          + ": "
          + String.format(Locale.ROOT, "%,d", pending.getAsLong())
          + " rows wait to be read";
    }
    return start + ": rows come in that late, or its watermark waits that long for late ones";
  }

  private static String waiting(JobMetrics metrics, LagStep step) {
    TaskName task = new TaskName(step.where());
    int busy = Pressure.busyPercent(metrics, task);
    String start = text(step.lag()) + " waiting for " + name(task);
    if (Pressure.isSkewed(metrics, task)) {
      return start
          + ": one of its subtasks has most of the work ("
          + busy
          + " % busy), so some keys have far more rows than others";
    }
    return busy == 0 ? start : start + ", which cannot keep up (" + busy + " % busy)";
  }

  private static String heldBack(LagStep step) {
    String start = "held back by " + step.where() + ": " + text(step.lag());
    return step.where().startsWith("IntervalJoin")
        ? start + ", its join's time range; joined rows come out without that delay"
        : start;
  }

  private static String idle(List<LagStep> steps) {
    return steps.stream()
            .filter(step -> step.kind() == LagStep.Kind.SOURCE)
            .findFirst()
            .map(step -> "no rows have come in at " + name(new TaskName(step.where())) + " lately")
            .orElse("no rows have come in lately")
        + ", and none wait";
  }

  private static String noWatermark(JobMetrics metrics, OptionalDouble recordsIn) {
    for (TaskName source : metrics.tasks().stream().filter(TaskName::isSource).toList()) {
      List<JobMetrics.SubtaskWatermark> subtasks = metrics.outputBySubtask(source);
      List<Integer> without =
          subtasks.stream()
              .filter(subtask -> subtask.watermark() == JobMetrics.NONE)
              .map(JobMetrics.SubtaskWatermark::subtask)
              .toList();
      if (!without.isEmpty() && without.size() < subtasks.size()) {
        return "subtask "
            + without.getFirst()
            + " of "
            + name(source)
            + " has had no rows, and the others wait for it; "
            + "`table.exec.source.idle-timeout` lets them go on";
      }
    }
    return recordsIn.orElse(0) > 0
        ? "rows come in but carry no watermark: the input declares none, or one of its sources has"
            + " had no rows"
        : "no rows have come in yet";
  }

  private static Optional<Integer> subtaskFarBehind(JobMetrics metrics, TaskName source) {
    List<JobMetrics.SubtaskWatermark> subtasks =
        metrics.outputBySubtask(source).stream()
            .filter(subtask -> JobMetrics.isTime(subtask.watermark()))
            .sorted(Comparator.comparingLong(JobMetrics.SubtaskWatermark::watermark))
            .toList();
    if (subtasks.size() < 2) {
      return Optional.empty();
    }
    long behindNext = subtasks.get(1).watermark() - subtasks.getFirst().watermark();
    return behindNext >= Duration.ofMinutes(1).toMillis()
        ? Optional.of(subtasks.getFirst().subtask())
        : Optional.empty();
  }

  /** The first operator names a task well enough; whole chains fill a screen. */
  private static String name(TaskName task) {
    List<String> operators = task.operators();
    return operators.size() == 1 ? operators.getFirst() : operators.getFirst() + " -> ...";
  }
}
