package dev.millrace.engine.observe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Rows per second into and out of a model, and rows that wait. */
final class Throughput {
  private Throughput() {}

  /** Rows read by all sources. */
  static OptionalDouble in(JobMetrics metrics) {
    return add(
        metrics.tasks().stream()
            .filter(TaskName::isSource)
            .map(task -> read(metrics, task))
            .toList());
  }

  /** Rows that reach the operators that write the table. */
  static OptionalDouble out(JobMetrics metrics, String table) {
    return add(
        SinkWatermark.tasks(metrics, table).stream()
            .map(task -> written(metrics, task, table))
            .toList());
  }

  /** Rows that wait in the sources; empty when none of them can tell. */
  static OptionalLong pending(JobMetrics metrics) {
    OptionalDouble rows = metrics.sumOfOperators(Metrics.PENDING_RECORDS);
    return rows.isPresent()
        ? OptionalLong.of(Math.round(rows.getAsDouble()))
        : OptionalLong.empty();
  }

  /** Not every kind of source counts at every place; the first place that counts is taken. */
  private static OptionalDouble read(JobMetrics metrics, TaskName task) {
    Optional<String> operator =
        Stream.of(Metrics.RECORDS_IN, Metrics.RECORDS_OUT)
            .flatMap(metric -> metrics.operators(task, metric).stream())
            .filter(TaskName::isSource)
            .findFirst();
    List<OptionalDouble> places =
        Stream.concat(
                operator.stream()
                    .flatMap(
                        source ->
                            Stream.of(
                                metrics.sum(task, Optional.of(source), Metrics.RECORDS_IN),
                                metrics.sum(task, Optional.of(source), Metrics.RECORDS_OUT))),
                Stream.of(
                    metrics.sum(task, Optional.empty(), Metrics.RECORDS_IN),
                    metrics.sum(task, Optional.empty(), Metrics.RECORDS_OUT)))
            .filter(OptionalDouble::isPresent)
            .toList();
    return places.stream()
        .filter(rate -> rate.getAsDouble() > 0)
        .findFirst()
        .orElse(places.isEmpty() ? OptionalDouble.empty() : places.getFirst());
  }

  private static OptionalDouble written(JobMetrics metrics, TaskName task, String table) {
    List<String> writers =
        metrics.operators(task, Metrics.RECORDS_IN).stream()
            // A committer takes in one note per checkpoint, not rows.
            .filter(operator -> TaskName.isSink(operator) && !operator.contains("Committer"))
            .toList();
    List<String> own =
        writers.stream().filter(operator -> TaskName.writesTo(operator, table)).toList();
    OptionalDouble rows =
        add(
            (own.isEmpty() ? writers : own)
                .stream()
                    .map(operator -> metrics.sum(task, Optional.of(operator), Metrics.RECORDS_IN))
                    .toList());
    if (rows.isPresent()) {
      return rows;
    }
    return task.isSource()
        ? read(metrics, task)
        : metrics.sum(task, Optional.empty(), Metrics.RECORDS_IN);
  }

  private static OptionalDouble add(List<OptionalDouble> rates) {
    return rates.stream().noneMatch(OptionalDouble::isPresent)
        ? OptionalDouble.empty()
        : OptionalDouble.of(rates.stream().mapToDouble(rate -> rate.orElse(0)).sum());
  }
}
