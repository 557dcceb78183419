package dev.millrace.app.metrics;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was read of one model, in bounded room; survives that the cluster forgets. Not thread-safe.
 */
final class PointStore {
  /** As long as the local cluster keeps what it was sent. */
  static final Duration KEPT = Duration.ofHours(1);

  private static final int MOST_POINTS = 4_000;

  private final NavigableMap<Instant, Duration> points = new TreeMap<>();
  private final Map<Integer, DeploymentMark> marks = new TreeMap<>();

  /** Adds what was read; a moment that is known already is not doubled. */
  void add(LagHistory.Past past) {
    past.points().forEach(point -> points.put(point.time(), point.lag()));
    past.marks().forEach(mark -> marks.put(mark.attempt(), mark));
    if (!points.isEmpty()) {
      points.headMap(points.lastKey().minus(KEPT)).clear();
      while (points.size() > MOST_POINTS) {
        points.pollFirstEntry();
      }
    }
  }

  /** How far one has to look back to miss nothing. */
  Duration missing(Instant now) {
    if (points.isEmpty()) {
      return KEPT;
    }
    // Figures of the last moments may still have been on their way.
    Duration since = Duration.between(points.lastKey(), now).plusSeconds(15);
    return since.compareTo(KEPT) < 0 && !since.isNegative() ? since : KEPT;
  }

  /** Oldest first. */
  List<LagPoint> points() {
    return points.entrySet().stream()
        .map(entry -> new LagPoint(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Oldest first. */
  List<DeploymentMark> marks() {
    return List.copyOf(marks.values());
  }
}
