package dev.millrace.sidecar.intake;

import java.time.Duration;
import java.util.List;

/**
 * One series: every value of the last minutes, and one value for each step of the last hour. Not
 * thread-safe.
 */
final class Series {
  static final int RECENT = 120;
  static final Duration STEP = Duration.ofSeconds(20);
  static final int STEPS = 180;

  private final SeriesKey key;
  private final Ring recent = new Ring(RECENT);
  private final Ring steps = new Ring(STEPS);
  private double total;

  Series(SeriesKey key) {
    this.key = key;
  }

  void add(Point point) {
    if (point.delta()) {
      total += point.value();
    }
    double value = point.delta() ? total : point.value();
    long time = point.timeMillis();
    recent.add(time, value);
    if (steps.size() > 0 && step(steps.time(steps.size() - 1)) == step(time)) {
      steps.replaceLast(time, value);
    } else {
      steps.add(time, value);
    }
  }

  long newestTime() {
    return recent.time(recent.size() - 1);
  }

  Sample newest() {
    return new Sample(key, newestTime(), recent.value(recent.size() - 1));
  }

  /** Values from {@code since} on, oldest first: thinned where the full ones are gone. */
  void collect(long since, List<Sample> into) {
    long full = recent.time(0);
    for (int i = 0; i < steps.size() && steps.time(i) < full; i++) {
      if (steps.time(i) >= since) {
        into.add(new Sample(key, steps.time(i), steps.value(i)));
      }
    }
    for (int i = 0; i < recent.size(); i++) {
      if (recent.time(i) >= since) {
        into.add(new Sample(key, recent.time(i), recent.value(i)));
      }
    }
  }

  private static long step(long time) {
    return Math.floorDiv(time, STEP.toMillis());
  }
}
