package dev.millrace.sidecar.intake;

import static java.util.Objects.requireNonNull;

/**
 * One kept value.
 *
 * @param timeMillis epoch milliseconds
 * @param value a counter's is its total since the series began
 */
public record Sample(SeriesKey key, long timeMillis, double value) {
  public Sample {
    requireNonNull(key, "key");
  }
}
