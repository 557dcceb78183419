package dev.millrace.app.metrics;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what was measured near a moment. */
final class Nearest {
  /** Further away the line is interrupted, and nothing must be read off it. */
  private static final Duration FARTHEST = Duration.ofSeconds(25);

  private Nearest() {}

  /** The point nearest to a moment; empty when nothing was measured around it. */
  static Optional<LagPoint> to(List<LagPoint> points, Instant moment) {
    return points.stream()
        .filter(point -> distance(point, moment).compareTo(FARTHEST) <= 0)
        .min(Comparator.comparing(point -> distance(point, moment)));
  }

  private static Duration distance(LagPoint point, Instant moment) {
    return Duration.between(point.time(), moment).abs();
  }
}
