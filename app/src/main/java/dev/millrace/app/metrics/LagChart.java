package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import dev.millrace.themes.Palette;
import dev.millrace.themes.Theme;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;

/** Lag over time as lines, with the values under the pointer. */
final class LagChart extends Pane {
  static final String ID = "lag-chart";

  private final Text text;
  private final Figures figures = new Figures();
  private final LagModel model;
  private final ObservableValue<Theme> theme;
  private final ChartPainter painter;
  private final Canvas canvas = new Canvas();
  private final VBox card = new VBox();
  private final VBox silence = new VBox();
  private Optional<Double> pointer = Optional.empty();
  private final AnimationTimer frame =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          stop();
          paint();
        }
      };

  LagChart(LagModel model, Text text, ObservableValue<Theme> theme) {
    this.model = requireNonNull(model, "model");
    this.text = requireNonNull(text, "text");
    this.theme = requireNonNull(theme, "theme");
    this.painter = new ChartPainter(text, figures, ZoneId.systemDefault());
    setId(ID);
    setMinSize(0, 0);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.NODE);
    card.setManaged(false);
    card.setMouseTransparent(true);
    card.setVisible(false);
    card.getStyleClass().add("hover-card");
    silence.setManaged(false);
    silence.setMouseTransparent(true);
    silence.getStyleClass().add("lag-silence");
    getChildren().addAll(canvas, silence, card);
    model.series().subscribe(series -> changed());
    model.window().subscribe(window -> frame.start());
    model.now().subscribe(now -> frame.start());
    theme.subscribe(look -> frame.start());
    setOnMouseMoved(
        event -> {
          pointer = Optional.of(event.getX());
          frame.start();
        });
    setOnMouseExited(
        event -> {
          pointer = Optional.empty();
          frame.start();
        });
  }

  private void changed() {
    silence.getChildren().clear();
    for (ShownSeries series : model.series().get()) {
      if (!series.silence().isEmpty()) {
        Label label = new Label(text.get("chart.line", series.name(), series.silence()));
        label.setWrapText(true);
        silence.getChildren().add(label);
      }
    }
    if (model.series().get().isEmpty() && !model.rows().isEmpty()) {
      silence.getChildren().add(new Label(text.get("chart.choose")));
    }
    silence.setVisible(!silence.getChildren().isEmpty());
    setAccessibleText(text.get("chart.accessible", inWords()));
    requestLayout();
    frame.start();
  }

  private String inWords() {
    if (model.series().get().isEmpty()) {
      return text.get("chart.none");
    }
    return model.series().get().stream()
        .map(
            series ->
                text.get(
                    "chart.line",
                    series.name(),
                    series.points().isEmpty()
                        ? series.silence()
                        : figures.duration(series.points().getLast().lag())))
        .collect(Collectors.joining(". "));
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    double width = Math.max(0, Math.min(560, getWidth() - 120));
    double height = silence.prefHeight(width);
    silence.resizeRelocate(
        (getWidth() - width) / 2 + 20, Math.max(40, (getHeight() - height) / 2), width, height);
    frame.start();
  }

  private void paint() {
    GraphicsContext context = canvas.getGraphicsContext2D();
    Palette palette = Objects.requireNonNull(theme.getValue(), "theme").palette();
    context.setFill(palette.background());
    context.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
    Optional<ChartScale> scale =
        ChartPainter.scale(
            model.series().get(),
            model.now().get(),
            model.window().get(),
            canvas.getWidth(),
            canvas.getHeight());
    card.setVisible(false);
    scale.ifPresent(
        found -> {
          Optional<Instant> moment =
              pointer
                  .filter(x -> x >= found.left() && x <= found.left() + found.width())
                  .map(found::time);
          painter.paint(context, found, model.series().get(), moment, palette);
          moment.ifPresent(at -> describe(found, at, palette));
        });
  }

  private void describe(ChartScale scale, Instant moment, Palette palette) {
    card.getChildren().clear();
    for (ShownSeries series : model.series().get()) {
      Nearest.to(series.points(), moment)
          .ifPresent(
              point -> {
                Label line =
                    new Label(text.get("chart.line", series.name(), figures.duration(point.lag())));
                line.setGraphic(new Circle(4, ChartPainter.color(series, palette)));
                card.getChildren().add(line);
              });
    }
    if (card.getChildren().isEmpty()) {
      return;
    }
    Label time = new Label(painter.time(moment));
    time.getStyleClass().add("muted");
    card.getChildren().addFirst(time);
    card.applyCss();
    double width = card.prefWidth(-1);
    double x = scale.x(moment) + 12;
    double left = x + width > getWidth() - 8 ? scale.x(moment) - width - 12 : x;
    card.resizeRelocate(Math.max(4, left), scale.top() + 6, width, card.prefHeight(width));
    card.setVisible(true);
  }
}
