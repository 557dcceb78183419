package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** The chart's figures as lines, newest first. */
final class PointTable {
  static final String ID = "lag-points";

  /** A figure or a deployment. */
  private record Line(Instant time, String model, String lag, String event) {}

  private final Text text;
  private final Figures figures = new Figures();
  private final LagModel model;
  private final TableView<Line> view = new TableView<>();
  private final DateTimeFormatter clock =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  PointTable(LagModel model, Text text) {
    this.model = requireNonNull(model, "model");
    this.text = requireNonNull(text, "text");
    view.setId(ID);
    view.setFixedCellSize(26);
    view.getStyleClass().add("lag-list");
    view.setAccessibleText(text.get("points.accessible"));
    add("time", 160, line -> clock.format(line.time()));
    add("model", 220, Line::model);
    add("lag", 110, Line::lag);
    add("event", 160, Line::event);
    view.visibleProperty().addListener(seen -> fill());
    model.series().subscribe(series -> fill());
    model.window().subscribe(window -> fill());
  }

  TableView<?> view() {
    return view;
  }

  private void add(String key, double width, Function<Line, String> words) {
    TableColumn<Line, String> column = new TableColumn<>(text.get("points." + key));
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(words.apply(cell.getValue())));
    view.getColumns().add(column);
  }

  private void fill() {
    if (!view.isVisible()) {
      return;
    }
    Instant from = model.now().get().minus(model.window().get());
    List<Line> lines = new ArrayList<>();
    for (ShownSeries series : model.series().get()) {
      series
          .points()
          .forEach(
              point ->
                  lines.add(
                      new Line(point.time(), series.name(), figures.duration(point.lag()), "")));
      series
          .marks()
          .forEach(
              mark ->
                  lines.add(
                      new Line(
                          mark.at(),
                          series.name(),
                          "",
                          text.get(
                              "mark." + mark.kind().name(), Integer.toString(mark.attempt())))));
    }
    view.getItems()
        .setAll(
            lines.stream()
                .filter(line -> !line.time().isBefore(from))
                .sorted(Comparator.comparing(Line::time).reversed())
                .toList());
  }
}
