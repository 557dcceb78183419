package dev.millrace.app.dag;

import java.util.List;

/** The way of an edge: straight pieces between points, at least two of them. Immutable. */
final class Route {
  private final double[] xs;
  private final double[] ys;
  private final Box bounds;

  /** A place in the picture. */
  record Point(double x, double y) {}

  Route(List<Point> points) {
    if (points.size() < 2) {
      throw new IllegalArgumentException("a route needs two points");
    }
    this.xs = points.stream().mapToDouble(Point::x).toArray();
    this.ys = points.stream().mapToDouble(Point::y).toArray();
    Box box = new Box(xs[0], ys[0], 0, 0);
    for (int at = 1; at < xs.length; at++) {
      box = box.with(new Box(xs[at], ys[at], 0, 0));
    }
    this.bounds = box;
  }

  int size() {
    return xs.length;
  }

  double x(int at) {
    return xs[at];
  }

  double y(int at) {
    return ys[at];
  }

  /** The least rectangle around it. */
  Box bounds() {
    return bounds;
  }
}
