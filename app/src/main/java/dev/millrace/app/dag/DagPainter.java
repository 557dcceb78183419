package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.themes.Palette;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/**
 * Paints a graph with as much detail as its scale lets one see. FX thread only.
 *
 * <p>From near to far: cards with text and rates, cards without, and blocks drawn pixel by pixel
 * without smoothing, since smoothing thousands of lines is what would make panning slow.
 */
final class DagPainter {
  /** Above it texts can be read. */
  static final double TEXT_FROM = 0.4;

  /** Above it there is room for rates on edges. */
  static final double RATES_FROM = 0.55;

  /** Below it nothing is smoothed. */
  static final double BLOCKS_BELOW = 0.32;

  private static final double DIMMED = 0.22;

  private final NodePainter cards;

  DagPainter(NodePainter cards) {
    this.cards = requireNonNull(cards, "cards");
  }

  /** Paints the part of the picture that a Canvas of this size shows. */
  void paint(
      GraphicsContext context,
      double width,
      double height,
      DagPicture picture,
      Viewport viewport,
      Emphasis emphasis,
      Palette palette) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.setGlobalAlpha(1);
    context.setFill(palette.background());
    context.fillRect(0, 0, width, height);
    Box seen = viewport.seen(width, height);
    Frame frame = new Frame(context, picture, viewport, emphasis, palette, seen);
    if (viewport.scale() < BLOCKS_BELOW) {
      blocks(frame);
    } else {
      edges(frame);
      nodes(frame);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.setGlobalAlpha(1);
  }

  /** What is the same for all of one painting. */
  record Frame(
      GraphicsContext context,
      DagPicture picture,
      Viewport viewport,
      Emphasis emphasis,
      Palette palette,
      Box seen) {}

  private static void blocks(Frame frame) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    Placement placement = frame.picture().placement();
    boolean dims = frame.emphasis().bright().isPresent();
    // From afar there are more lines than nodes: they step back, so that the nodes are seen.
    Color line =
        frame
            .palette()
            .background()
            .interpolate(frame.palette().edge(), Math.min(1, 0.3 + 2 * view.scale()));
    if (dims) {
      hairlines(frame, false, false, faded(line, frame.palette()));
    }
    hairlines(frame, true, false, line);
    hairlines(frame, true, true, frame.palette().accent());
    for (int at = 0; at < placement.size(); at++) {
      Box box = placement.box(at);
      if (!box.meets(frame.seen())) {
        continue;
      }
      double left = Math.floor(view.screenX(box.x()));
      double top = Math.floor(view.screenY(box.y()));
      double wide = Math.max(2, Math.floor(box.width() * view.scale()));
      double high = Math.max(2, Math.floor(box.height() * view.scale()));
      block(frame, at, left, top, wide, high);
      if (frame.emphasis().isSelected(at)) {
        context.setFill(frame.palette().accent());
        context.fillRect(left - 3, top - 3, wide + 6, 2);
        context.fillRect(left - 3, top + high + 1, wide + 6, 2);
        context.fillRect(left - 3, top - 3, 2, high + 6);
        context.fillRect(left + wide + 1, top - 3, 2, high + 6);
      }
    }
  }

  /** Full when all is well, hollow while something is going on, cut in two when it failed. */
  private static void block(
      Frame frame, int at, double left, double top, double wide, double high) {
    GraphicsContext context = frame.context();
    Palette palette = frame.palette();
    Color color = blockColor(frame, at);
    context.setFill(frame.emphasis().isBright(at) ? color : faded(color, palette));
    context.fillRect(left, top, wide, high);
    context.setFill(palette.background());
    if (color.equals(palette.warning()) && high >= 6) {
      context.fillRect(left + 2, top + 2, wide - 4, high - 4);
    } else if (color.equals(palette.danger()) && wide >= 6) {
      context.fillRect(left + Math.floor(wide / 2) - 1, top, 2, high);
    }
  }

  private static Color blockColor(Frame frame, int at) {
    if (frame.picture().graph().node(at).isFaulty()) {
      return frame.palette().danger();
    }
    return frame
        .picture()
        .facts()
        .get(at)
        .health()
        .map(health -> Glyphs.color(health, frame.palette()))
        .orElse(frame.palette().muted());
  }

  private static Color faded(Color color, Palette palette) {
    return palette.background().interpolate(color, DIMMED);
  }

  private static void hairlines(Frame frame, boolean bright, boolean touching, Color color) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    context.setFill(color);
    DagGraph graph = frame.picture().graph();
    for (int at = 0; at < graph.edges().size(); at++) {
      DagGraph.Edge edge = graph.edges().get(at);
      Route route = frame.picture().placement().route(at);
      if (!route.bounds().meets(frame.seen())
          || frame.emphasis().isBright(edge) != bright
          || frame.emphasis().touches(edge) != touching) {
        continue;
      }
      for (int point = 1; point < route.size(); point++) {
        // Pieces are level or upright, so that a rectangle is a line.
        double left = view.screenX(Math.min(route.x(point - 1), route.x(point)));
        double top = view.screenY(Math.min(route.y(point - 1), route.y(point)));
        double wide = Math.abs(route.x(point) - route.x(point - 1)) * view.scale();
        double high = Math.abs(route.y(point) - route.y(point - 1)) * view.scale();
        context.fillRect(Math.floor(left), Math.floor(top), Math.max(1, wide), Math.max(1, high));
      }
    }
  }

  private static void edges(Frame frame) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (frame.emphasis().bright().isPresent()) {
      context.setGlobalAlpha(DIMMED);
      strokes(frame, false, false, frame.palette().edge(), 1);
      context.setGlobalAlpha(1);
    }
    strokes(frame, true, false, frame.palette().edge(), 1);
    strokes(frame, true, true, frame.palette().accent(), Math.max(1.5, 2 * view.scale()));
  }

  /** One path for all edges of a look: a stroke each would cost as much as all together. */
  private static void strokes(
      Frame frame, boolean bright, boolean touching, Color color, double line) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    DagGraph graph = frame.picture().graph();
    boolean arrows = view.scale() >= TEXT_FROM;
    context.setStroke(color);
    context.setFill(color);
    context.setLineWidth(line);
    context.beginPath();
    boolean any = false;
    for (int at = 0; at < graph.edges().size(); at++) {
      DagGraph.Edge edge = graph.edges().get(at);
      Route route = frame.picture().placement().route(at);
      if (!route.bounds().meets(frame.seen())
          || frame.emphasis().isBright(edge) != bright
          || frame.emphasis().touches(edge) != touching) {
        continue;
      }
      any = true;
      context.moveTo(crisp(view.screenX(route.x(0))), crisp(view.screenY(route.y(0))));
      double radius = 8 * view.scale();
      for (int point = 1; point < route.size() - 1; point++) {
        bend(context, view, route, point, arrows ? radius : 0);
      }
      int last = route.size() - 1;
      context.lineTo(crisp(view.screenX(route.x(last))), crisp(view.screenY(route.y(last))));
    }
    if (any) {
      context.stroke();
    }
    if (any && arrows) {
      heads(frame, bright, touching);
    }
  }

  private static void bend(
      GraphicsContext context, Viewport view, Route route, int point, double radius) {
    double x = crisp(view.screenX(route.x(point)));
    double y = crisp(view.screenY(route.y(point)));
    if (radius <= 0) {
      context.lineTo(x, y);
      return;
    }
    double nextX = crisp(view.screenX(route.x(point + 1)));
    double nextY = crisp(view.screenY(route.y(point + 1)));
    double before =
        Math.abs(view.screenX(route.x(point - 1)) - x)
            + Math.abs(view.screenY(route.y(point - 1)) - y);
    double after = Math.abs(nextX - x) + Math.abs(nextY - y);
    context.arcTo(x, y, nextX, nextY, Math.min(radius, Math.min(before, after) / 2));
  }

  private static void heads(Frame frame, boolean bright, boolean touching) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    DagGraph graph = frame.picture().graph();
    double size = 6 * Math.max(0.7, view.scale());
    for (int at = 0; at < graph.edges().size(); at++) {
      DagGraph.Edge edge = graph.edges().get(at);
      Route route = frame.picture().placement().route(at);
      if (!route.bounds().meets(frame.seen())
          || frame.emphasis().isBright(edge) != bright
          || frame.emphasis().touches(edge) != touching) {
        continue;
      }
      int last = route.size() - 1;
      double x = view.screenX(route.x(last));
      double y = crisp(view.screenY(route.y(last)));
      double[] xs = {x, x - size, x - size};
      double[] ys = {y, y - size * 0.55, y + size * 0.55};
      context.fillPolygon(xs, ys, 3);
    }
  }

  /** The middle of a pixel, where a line of one pixel is sharp. */
  private static double crisp(double at) {
    return Math.floor(at) + 0.5;
  }

  private void nodes(Frame frame) {
    GraphicsContext context = frame.context();
    Viewport view = frame.viewport();
    context.setTextBaseline(VPos.CENTER);
    context.setTransform(view.scale(), 0, 0, view.scale(), view.x(), view.y());
    Placement placement = frame.picture().placement();
    for (int at = 0; at < placement.size(); at++) {
      if (placement.box(at).meets(frame.seen())) {
        context.setGlobalAlpha(frame.emphasis().isBright(at) ? 1 : DIMMED);
        cards.paint(frame, at);
      }
    }
    if (view.scale() >= RATES_FROM) {
      cards.rates(frame);
    }
  }
}
