package dev.millrace.connector.flink.jobmanager;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.maxBy;

import dev.millrace.engine.connect.MetricSample;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Adds up what sources have read. */
final class SourceRecords {
  private SourceRecords() {}

  /**
   * @param samples {@code numRecordsIn} and {@code numRecordsOut} of source operators. Newer
   *     sources count what they read as in, older ones only as out; the higher one is what was read
   */
  static long total(List<MetricSample> samples) {
    return samples.stream()
        .collect(
            groupingBy(
                sample -> List.of(sample.task(), sample.operator(), sample.subtask()),
                maxBy(Comparator.comparingDouble(MetricSample::value))))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .mapToLong(sample -> (long) sample.value())
        .sum();
  }
}
