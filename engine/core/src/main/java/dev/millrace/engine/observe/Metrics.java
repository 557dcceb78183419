package dev.millrace.engine.observe;

import dev.millrace.engine.connect.MetricSample;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of Flink's metrics that lag is read from. */
final class Metrics {
  static final String INPUT_WATERMARK = "currentInputWatermark";
  static final String OUTPUT_WATERMARK = "currentOutputWatermark";
  static final String RECORDS_IN = "numRecordsInPerSecond";
  static final String RECORDS_OUT = "numRecordsOutPerSecond";
  static final String PENDING_RECORDS = "pendingRecords";
  static final String BUSY_TIME = "busyTimeMsPerSecond";
  static final String BACK_PRESSURED_TIME = "backPressuredTimeMsPerSecond";

  /** The reporter sends a meter as a counter and this gauge; some collectors keep its name. */
  private static final String RATE = ".rate";

  private Metrics() {}

  /** What watermarks are read from. */
  static Set<String> watermarks() {
    return Set.of(INPUT_WATERMARK, OUTPUT_WATERMARK);
  }

  /** Everything a report is made from. */
  static Set<String> all() {
    Set<String> names = new LinkedHashSet<>(watermarks());
    names.addAll(List.of(RECORDS_IN, RECORDS_IN + RATE, RECORDS_OUT, RECORDS_OUT + RATE));
    names.addAll(List.of(PENDING_RECORDS, BUSY_TIME, BACK_PRESSURED_TIME));
    return names;
  }

  static boolean isNamed(MetricSample sample, String metric) {
    return sample.metric().equals(metric) || sample.metric().equals(metric + RATE);
  }
}
