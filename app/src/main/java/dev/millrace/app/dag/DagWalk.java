package dev.millrace.app.dag;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Where the arrow keys lead: along edges to the left and right, within a layer up and down. */
final class DagWalk {
  private DagWalk() {}

  /** A key. */
  enum Step {
    LEFT,
    RIGHT,
    UP,
    DOWN
  }

  /** The next node; empty when there is none that way. */
  static OptionalInt next(Placement placement, int from, Step step) {
    Box here = placement.box(from);
    return switch (step) {
      case LEFT -> nearest(placement, placement.graph().parents(from), here);
      case RIGHT -> nearest(placement, placement.graph().children(from), here);
      case UP -> beside(placement, from, box -> here.centerY() - box.centerY());
      case DOWN -> beside(placement, from, box -> box.centerY() - here.centerY());
    };
  }

  /** Where to begin: the topmost node of those furthest left. */
  static OptionalInt first(Placement placement) {
    return IntStream.range(0, placement.size())
        .boxed()
        .min(
            Comparator.comparingDouble((Integer at) -> placement.box(at).x())
                .thenComparingDouble(at -> placement.box(at).y()))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static OptionalInt nearest(Placement placement, List<Integer> nodes, Box here) {
    return nodes.stream()
        .min(
            Comparator.comparingDouble(
                at -> Math.abs(placement.box(at).centerY() - here.centerY())))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static OptionalInt beside(Placement placement, int from, ToDoubleFunction<Box> distance) {
    Box here = placement.box(from);
    return IntStream.range(0, placement.size())
        .filter(at -> at != from)
        .filter(at -> distance.applyAsDouble(placement.box(at)) > 0.5)
        .boxed()
        .min(
            Comparator.comparingDouble(
                at -> {
                  Box box = placement.box(at);
                  boolean sameLayer = box.x() < here.right() && box.right() > here.x();
                  // Within the layer first; beyond it only when the layer ends.
                  return distance.applyAsDouble(box)
                      + Math.abs(box.centerX() - here.centerX()) * (sameLayer ? 0.1 : 20);
                }))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }
}
