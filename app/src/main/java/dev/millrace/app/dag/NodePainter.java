package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.themes.Fonts;
import dev.millrace.themes.Palette;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Paints the cards of nodes and the rates between them, in units of the picture. */
final class NodePainter {
  private static final double[] DASHED = {5, 4};
  private static final double[] SOLID = {};

  private final Font nameFont = Font.font(Fonts.TEXT, FontWeight.BOLD, 12.5);
  private final Font smallFont = Font.font(Fonts.TEXT, 11);
  private final Text text;
  private final Glyphs glyphs;
  private final TextFitter fitter;

  NodePainter(Text text, Glyphs glyphs, TextFitter fitter) {
    this.text = requireNonNull(text, "text");
    this.glyphs = requireNonNull(glyphs, "glyphs");
    this.fitter = requireNonNull(fitter, "fitter");
  }

  void paint(DagPainter.Frame frame, int at) {
    DagNode node = frame.picture().graph().node(at);
    Box box = frame.picture().placement().box(at);
    NodeFacts facts = frame.picture().facts().get(at);
    card(frame, at, node, box, facts);
    if (frame.viewport().scale() >= DagPainter.TEXT_FROM) {
      words(frame, node, box, facts);
    }
  }

  private static void card(DagPainter.Frame frame, int at, DagNode node, Box box, NodeFacts facts) {
    GraphicsContext context = frame.context();
    Palette palette = frame.palette();
    double arc = corner(node.kind(), box);
    // Opaque first, so that edges never shine through a dimmed card.
    context.setFill(palette.surface());
    context.fillRoundRect(box.x(), box.y(), box.width(), box.height(), arc, arc);
    facts
        .health()
        .ifPresent(
            health -> {
              context.setFill(Glyphs.color(health, palette));
              context.fillRect(box.x(), box.y() + 4, 3, box.height() - 8);
            });
    boolean strong = frame.emphasis().isSelected(at);
    context.setLineWidth(strong ? 2 : 1);
    context.setStroke(border(frame, at, node));
    boolean dashed = node.kind() == NodeKind.VIEW || node.kind() == NodeKind.EPHEMERAL;
    context.setLineDashes(dashed && !strong ? DASHED : SOLID);
    context.strokeRoundRect(box.x(), box.y(), box.width(), box.height(), arc, arc);
    context.setLineDashes(SOLID);
  }

  private static Color border(DagPainter.Frame frame, int at, DagNode node) {
    Palette palette = frame.palette();
    if (frame.emphasis().isSelected(at)) {
      return palette.accent();
    }
    if (node.isFaulty()) {
      return palette.danger();
    }
    return frame.emphasis().isHovered(at) ? palette.text() : palette.edge();
  }

  /** Things that come from outside are rounded like a pill; what is stored here is not. */
  private static double corner(NodeKind kind, Box box) {
    return switch (kind) {
      case SOURCE, STREAMING_SOURCE, SEED -> box.height();
      case VIEW, EPHEMERAL, FUNCTION -> 12;
      case STREAMING_TABLE -> 6;
    };
  }

  private void words(DagPainter.Frame frame, DagNode node, Box box, NodeFacts facts) {
    GraphicsContext context = frame.context();
    Palette palette = frame.palette();
    double left = box.x() + 14;
    double textLeft = left + 22;
    double right = box.right() - (node.isMarked() ? 30 : 12);
    glyphs.paint(context, Glyphs.of(node.kind()), 15, left, box.y() + 15, palette.muted());
    context.setFont(nameFont);
    context.setFill(palette.text());
    context.fillText(fitter.fit(node.name(), nameFont, right - textLeft), textLeft, box.y() + 15);
    context.setFont(smallFont);
    context.setFill(palette.muted());
    context.fillText(text.get("kind." + node.kind().name()), textLeft, box.y() + 31);
    if (node.isMarked()) {
      glyphs.paint(
          context,
          node.isFaulty() ? CarbonIcons.ERROR_FILLED : CarbonIcons.WARNING_ALT_FILLED,
          15,
          box.right() - 26,
          box.y() + 15,
          node.isFaulty() ? palette.danger() : palette.warning());
    }
    facts.health().ifPresent(health -> state(frame, box, facts, health));
  }

  private void state(DagPainter.Frame frame, Box box, NodeFacts facts, JobHealth health) {
    GraphicsContext context = frame.context();
    double left = box.x() + 14;
    double middle = box.y() + 47;
    Color color = Glyphs.color(health, frame.palette());
    glyphs.paint(context, Glyphs.of(health), 13, left + 1, middle, color);
    context.setFont(smallFont);
    context.setFill(color);
    context.fillText(facts.word(), left + 22, middle);
    if (!facts.lag().isEmpty()) {
      double wordEnds = left + 22 + fitter.width(facts.word(), smallFont) + 8;
      context.setFill(frame.palette().text());
      context.fillText(
          fitter.fit(facts.lagSaid(text), smallFont, box.right() - 10 - wordEnds),
          wordEnds,
          middle);
    }
  }

  /** Rates stand at the end of an edge, where several that begin together have parted. */
  void rates(DagPainter.Frame frame) {
    GraphicsContext context = frame.context();
    List<String> rates = frame.picture().rates();
    context.setFont(smallFont);
    context.setTextAlign(TextAlignment.RIGHT);
    for (int at = 0; at < rates.size(); at++) {
      String rate = rates.get(at);
      Route route = frame.picture().placement().route(at);
      if (rate.isEmpty() || !route.bounds().meets(frame.seen())) {
        continue;
      }
      DagGraph.Edge edge = frame.picture().graph().edges().get(at);
      context.setGlobalAlpha(frame.emphasis().isBright(edge) ? 1 : 0.22);
      double wide = fitter.width(rate, smallFont);
      double x = route.x(route.size() - 1) - 10;
      double y = route.y(route.size() - 1) - 8;
      context.setFill(frame.palette().background());
      context.fillRect(x - wide - 2, y - 6, wide + 4, 12);
      context.setFill(frame.palette().muted());
      context.fillText(rate, x, y);
    }
    context.setTextAlign(TextAlignment.LEFT);
    context.setGlobalAlpha(1);
  }
}
