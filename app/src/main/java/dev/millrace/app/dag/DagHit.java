package dev.millrace.app.dag;

import java.util.OptionalInt;

/** Says which node is at a place of the picture. */
final class DagHit {
  private DagHit() {}

  /**
   * The node at a place; empty between nodes.
   *
   * @param slack how far beside a node still counts, in units of the picture
   */
  static OptionalInt nodeAt(Placement placement, double x, double y, double slack) {
    OptionalInt near = OptionalInt.empty();
    double least = slack;
    for (int at = 0; at < placement.size(); at++) {
      Box box = placement.box(at);
      if (box.contains(x, y)) {
        return OptionalInt.of(at);
      }
      double distance =
          Math.max(Math.max(box.x() - x, x - box.right()), Math.max(box.y() - y, y - box.bottom()));
      if (distance < least) {
        least = distance;
        near = OptionalInt.of(at);
      }
    }
    return near;
  }
}
