package dev.millrace.sidecar.intake;

import static java.util.Objects.requireNonNull;

/**
 * One value as it came in.
 *
 * @param timeMillis epoch milliseconds
 * @param delta whether it is what was added since the last report, to be summed up
 */
public record Point(SeriesKey key, long timeMillis, double value, boolean delta) {
  public Point {
    requireNonNull(key, "key");
  }
}
