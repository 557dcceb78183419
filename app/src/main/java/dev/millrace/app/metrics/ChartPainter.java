package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import dev.millrace.engine.observe.LagPoint;
import dev.millrace.themes.Fonts;
import dev.millrace.themes.Palette;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Paints lag over time. FX thread only. */
final class ChartPainter {
  private static final double LEFT = 64;
  private static final double TOP = 34;
  private static final double RIGHT = 20;
  private static final double BOTTOM = 34;
  private static final double[] MARK_DASHES = {4, 3};

  private final Font font = Font.font(Fonts.TEXT, 11);
  private final Text text;
  private final Figures figures;
  private final DateTimeFormatter clock;

  /**
   * @param zone in which times are said
   */
  ChartPainter(Text text, Figures figures, ZoneId zone) {
    this.text = requireNonNull(text, "text");
    this.figures = requireNonNull(figures, "figures");
    this.clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /** The scale a chart of this size is painted in; empty when there is no room. */
  static Optional<ChartScale> scale(
      List<ShownSeries> series, Instant now, Duration window, double width, double height) {
    double plotWidth = width - LEFT - RIGHT;
    double plotHeight = height - TOP - BOTTOM;
    return plotWidth < 40 || plotHeight < 40
        ? Optional.empty()
        : Optional.of(ChartScale.of(series, now, window, LEFT, TOP, plotWidth, plotHeight));
  }

  /** What the clock showed at a moment. */
  String time(Instant moment) {
    return clock.format(moment);
  }

  void paint(
      GraphicsContext context,
      ChartScale scale,
      List<ShownSeries> series,
      Optional<Instant> hovered,
      Palette palette) {
    context.setFont(font);
    context.setTextBaseline(VPos.CENTER);
    axes(context, scale, palette);
    context.save();
    context.beginPath();
    context.rect(scale.left(), scale.top() - 22, scale.width() + 1, scale.height() + 23);
    context.clip();
    series.forEach(one -> marks(context, scale, one, palette));
    series.forEach(one -> line(context, scale, one, palette));
    hovered.ifPresent(moment -> cross(context, scale, series, moment, palette));
    context.restore();
  }

  private void axes(GraphicsContext context, ChartScale scale, Palette palette) {
    double bottom = scale.top() + scale.height();
    context.setLineWidth(1);
    context.setTextAlign(TextAlignment.RIGHT);
    for (Duration lag : scale.lagTicks()) {
      double y = crisp(scale.y(lag));
      context.setStroke(lag.isZero() ? palette.edge() : palette.border());
      context.strokeLine(scale.left(), y, scale.left() + scale.width(), y);
      context.setFill(palette.muted());
      context.fillText(figures.duration(lag), scale.left() - 8, y);
    }
    context.setTextAlign(TextAlignment.CENTER);
    for (Instant time : scale.timeTicks()) {
      double x = crisp(scale.x(time));
      context.setStroke(palette.border());
      context.strokeLine(x, bottom, x, bottom + 5);
      context.setFill(palette.muted());
      context.fillText(clock.format(time), x, bottom + 15);
    }
    context.setTextAlign(TextAlignment.LEFT);
    context.setFill(palette.muted());
    context.fillText(text.get("chart.axis"), 8, 10);
  }

  private void marks(
      GraphicsContext context, ChartScale scale, ShownSeries series, Palette palette) {
    Color color = color(series, palette);
    context.setLineDashes(MARK_DASHES);
    context.setLineWidth(1);
    for (DeploymentMark mark : series.marks()) {
      if (mark.at().isBefore(scale.from()) || mark.at().isAfter(scale.to())) {
        continue;
      }
      double x = crisp(scale.x(mark.at()));
      context.setStroke(color);
      context.strokeLine(x, scale.top() - 8, x, scale.top() + scale.height());
      context.setFill(color);
      boolean nearEnd = x > scale.left() + scale.width() - 90;
      context.setTextAlign(nearEnd ? TextAlignment.RIGHT : TextAlignment.LEFT);
      context.fillText(
          text.get("mark." + mark.kind().name(), Integer.toString(mark.attempt())),
          nearEnd ? x - 4 : x + 4,
          scale.top() - 12);
    }
    context.setTextAlign(TextAlignment.LEFT);
    context.setLineDashes();
  }

  private static void line(
      GraphicsContext context, ChartScale scale, ShownSeries series, Palette palette) {
    context.setStroke(color(series, palette));
    context.setFill(color(series, palette));
    context.setLineWidth(1.75);
    for (List<LagPoint> piece : Pieces.of(series.points())) {
      if (piece.getLast().time().isBefore(scale.from())) {
        continue;
      }
      if (piece.size() == 1) {
        LagPoint only = piece.getFirst();
        context.fillOval(scale.x(only.time()) - 2, scale.y(only.lag()) - 2, 4, 4);
        continue;
      }
      context.beginPath();
      context.moveTo(scale.x(piece.getFirst().time()), scale.y(piece.getFirst().lag()));
      for (LagPoint point : piece.subList(1, piece.size())) {
        context.lineTo(scale.x(point.time()), scale.y(point.lag()));
      }
      context.stroke();
    }
  }

  private static void cross(
      GraphicsContext context,
      ChartScale scale,
      List<ShownSeries> series,
      Instant moment,
      Palette palette) {
    double x = crisp(scale.x(moment));
    context.setLineWidth(1);
    context.setStroke(palette.muted());
    context.strokeLine(x, scale.top(), x, scale.top() + scale.height());
    for (ShownSeries one : series) {
      Nearest.to(one.points(), moment)
          .ifPresent(
              point -> {
                double px = scale.x(point.time());
                double py = scale.y(point.lag());
                context.setFill(palette.background());
                context.fillOval(px - 4.5, py - 4.5, 9, 9);
                context.setFill(color(one, palette));
                context.fillOval(px - 3, py - 3, 6, 6);
              });
    }
  }

  static Color color(ShownSeries series, Palette palette) {
    return palette.series().get(series.color() % palette.series().size());
  }

  private static double crisp(double at) {
    return Math.floor(at) + 0.5;
  }
}
