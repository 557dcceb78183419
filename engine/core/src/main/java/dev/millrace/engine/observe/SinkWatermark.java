package dev.millrace.engine.observe;

import java.util.List;
import java.util.OptionalLong;

/**
 * The watermark up to which a model's table is complete: what has reached the operator that writes
 * it.
 */
final class SinkWatermark {
  private SinkWatermark() {}

  /** The tasks that write the table: those that name it, else all sinks, else the last task. */
  static List<TaskName> tasks(JobMetrics metrics, String table) {
    List<TaskName> tasks = metrics.tasks();
    List<TaskName> named =
        tasks.stream()
            .filter(
                task ->
                    task.operators().stream()
                        .anyMatch(operator -> TaskName.writesTo(operator, table)))
            .toList();
    if (!named.isEmpty()) {
      return named;
    }
    List<TaskName> sinks = tasks.stream().filter(TaskName::isSink).toList();
    return sinks.isEmpty() && !tasks.isEmpty() ? List.of(tasks.getLast()) : sinks;
  }

  /**
   * The least watermark over the subtasks; {@link JobMetrics#NONE} and {@link JobMetrics#ENDED} as
   * they are; empty when it is not measured.
   */
  static OptionalLong of(JobMetrics metrics, String table) {
    return tasks(metrics, table).stream()
        .map(task -> reaching(metrics, task, table))
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /**
   * The sink's own input is nearest to the truth: in one chain with an interval join, the task's
   * input does not show what the join holds back. Where only tasks are measured, their input is.
   */
  private static OptionalLong reaching(JobMetrics metrics, TaskName task, String table) {
    List<String> writers =
        metrics.operators(task, Metrics.INPUT_WATERMARK).stream().filter(TaskName::isSink).toList();
    List<String> own =
        writers.stream().filter(operator -> TaskName.writesTo(operator, table)).toList();
    OptionalLong written =
        (own.isEmpty() ? writers : own)
            .stream()
                .map(operator -> metrics.operatorWatermark(task, operator, Metrics.INPUT_WATERMARK))
                .flatMapToLong(OptionalLong::stream)
                .min();
    if (written.isPresent()) {
      return written;
    }
    OptionalLong leaving = metrics.outputWatermark(task);
    return leaving.isPresent() ? leaving : metrics.inputWatermark(task);
  }
}
