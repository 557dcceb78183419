package dev.millrace.benchmark;

import java.util.Arrays;
import java.util.Locale;

/** Durations of the same thing, done many times. */
final class Percentiles {
  private final long[] sorted;

  /**
   * @param nanoseconds one for each time
   */
  Percentiles(long[] nanoseconds) {
    this.sorted = nanoseconds.clone();
    Arrays.sort(sorted);
  }

  /** In milliseconds. */
  double at(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(index, sorted.length - 1))] / 1e6;
  }

  /** One line for people, with how the 95th percentile compares to what is promised. */
  String line(String what, double promisedMillis) {
    return String.format(
        Locale.ROOT,
        "%-44s n=%-4d p50 %7.2f ms  p95 %7.2f ms  max %7.2f ms  p95/promised %.2f (%.0f ms)",
        what,
        sorted.length,
        at(0.5),
        at(0.95),
        at(1),
        at(0.95) / promisedMillis,
        promisedMillis);
  }
}
