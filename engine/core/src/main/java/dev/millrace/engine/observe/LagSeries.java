package dev.millrace.engine.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lag over time, in bounded room: when it is full, each two neighbours become the higher of them,
 * so that no peak is lost. Not thread-safe.
 */
public final class LagSeries {
  private final int maximumPoints;
  private final List<LagPoint> points = new ArrayList<>();
  private int pointsPerPlace = 1;
  private int pointsAtLastPlace;
  private @Nullable LagPoint newest;

  /**
   * @param maximumPoints at least 2
   */
  public LagSeries(int maximumPoints) {
    if (maximumPoints < 2) {
      throw new IllegalArgumentException("a series needs two points");
    }
    this.maximumPoints = maximumPoints;
  }

  /** Takes the next point in time. */
  public void add(LagPoint point) {
    newest = point;
    if (pointsAtLastPlace > 0 && pointsAtLastPlace < pointsPerPlace) {
      points.addLast(higher(points.removeLast(), point));
      pointsAtLastPlace++;
      return;
    }
    if (points.size() == maximumPoints) {
      halve();
    }
    points.addLast(point);
    pointsAtLastPlace = 1;
  }

  /** At most as many points as there is room for, oldest first. */
  public List<LagPoint> points() {
    return List.copyOf(points);
  }

  /** The point added last, which {@link #points()} may hide behind a higher one. */
  public @Nullable LagPoint newest() {
    return newest;
  }

  private void halve() {
    List<LagPoint> halved = new ArrayList<>();
    for (int index = 0; index < points.size(); index += 2) {
      LagPoint first = points.get(index);
      halved.add(index + 1 < points.size() ? higher(first, points.get(index + 1)) : first);
    }
    points.clear();
    points.addAll(halved);
    pointsPerPlace *= 2;
  }

  private static LagPoint higher(LagPoint first, LagPoint second) {
    return second.lag().compareTo(first.lag()) > 0 ? second : first;
  }
}
