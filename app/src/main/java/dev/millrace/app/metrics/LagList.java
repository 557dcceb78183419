package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.observe.ModelLag;
import dev.millrace.themes.Theme;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;

/** Models with their figures now; those selected are drawn. */
final class LagList {
  static final String ID = "lag-list";

  private final Text text;
  private final Figures figures = new Figures();
  private final LagModel model;
  private final ObservableValue<Theme> theme;
  private final TableView<LagRow> view = new TableView<>();
  private boolean following;

  LagList(LagModel model, Text text, ObservableValue<Theme> theme) {
    this.model = requireNonNull(model, "model");
    this.text = requireNonNull(text, "text");
    this.theme = requireNonNull(theme, "theme");
    view.setId(ID);
    view.getStyleClass().add("lag-list");
    view.setAccessibleText(text.get("list.accessible"));
    view.setFixedCellSize(26);
    view.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    Label placeholder = new Label();
    placeholder.textProperty().bind(model.message());
    placeholder.setWrapText(true);
    placeholder.getStyleClass().add("muted");
    view.setPlaceholder(placeholder);
    columns();
    SortedList<LagRow> sorted = new SortedList<>(model.rows());
    sorted.comparatorProperty().bind(view.comparatorProperty());
    view.setItems(sorted);
    view.getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<LagRow>) change -> selected());
    model.series().subscribe(this::follow);
  }

  TableView<LagRow> view() {
    return view;
  }

  private void columns() {
    TableColumn<LagRow, ModelStatus> name = column("model", 165, null);
    name.setComparator(Comparator.comparing(status -> status.deployment().model()));
    name.setCellFactory(column -> new NameCell());
    TableColumn<LagRow, ModelStatus> state = column("state", 92, null);
    state.setComparator(Comparator.comparing(status -> figures.word(status.health())));
    state.setCellFactory(column -> new StateCell());
    TableColumn<LagRow, ModelStatus> lag =
        column("lag", 84, status -> status.lag().map(ModelLag::lag).map(figures::lag).orElse(""));
    lag.setComparator(
        Comparator.comparing(
            status ->
                status
                    .lag()
                    .flatMap(one -> Figures.length(one.lag()))
                    .map(length -> length.toMillis())
                    .orElse(Long.MIN_VALUE)));
    view.getColumns().addAll(List.of(name, state, lag));
    rate("in", ModelLag::recordsInPerSecond);
    rate("out", ModelLag::recordsOutPerSecond);
  }

  private void rate(String key, Function<ModelLag, OptionalDouble> rate) {
    TableColumn<LagRow, ModelStatus> column =
        column(key, 76, status -> status.lag().map(rate).map(figures::rate).orElse(""));
    column.setComparator(
        Comparator.comparingDouble(
            status -> status.lag().map(rate).orElse(OptionalDouble.empty()).orElse(-1)));
    view.getColumns().add(column);
  }

  private TableColumn<LagRow, ModelStatus> column(
      String key, double width, @Nullable Function<ModelStatus, String> words) {
    TableColumn<LagRow, ModelStatus> column = new TableColumn<>(text.get("list." + key));
    column.setId("lag-column-" + key);
    column.setPrefWidth(width);
    column.setCellValueFactory(cell -> cell.getValue().status());
    if (words != null) {
      column.getStyleClass().add("number-column");
      column.setCellFactory(same -> new NumberCell(words));
    }
    return column;
  }

  private void selected() {
    // A table that gets its skin, is sorted or filled anew lets its selection go for a moment.
    if (!following && !view.getSelectionModel().isEmpty()) {
      following = true;
      try {
        model.choose(
            view.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .map(LagRow::model)
                .toList());
      } finally {
        following = false;
      }
      view.refresh();
    }
  }

  /** What the model chose by itself is selected as well. */
  private void follow(List<ShownSeries> series) {
    if (following) {
      return;
    }
    List<String> shown = series.stream().map(ShownSeries::model).toList();
    List<String> chosen =
        view.getSelectionModel().getSelectedItems().stream()
            .filter(Objects::nonNull)
            .map(LagRow::model)
            .toList();
    if (chosen.size() == shown.size() && chosen.containsAll(shown)) {
      return;
    }
    following = true;
    try {
      view.getSelectionModel().clearSelection();
      view.getItems().stream()
          .filter(row -> shown.contains(row.model()))
          .forEach(row -> view.getSelectionModel().select(row));
    } finally {
      following = false;
    }
    view.refresh();
  }

  private static final class NumberCell extends TableCell<LagRow, ModelStatus> {
    private final Function<ModelStatus, String> words;

    NumberCell(Function<ModelStatus, String> words) {
      this.words = words;
      getStyleClass().add("number-cell");
    }

    @Override
    protected void updateItem(@Nullable ModelStatus status, boolean empty) {
      super.updateItem(status, empty);
      setText(empty || status == null ? null : words.apply(status));
    }
  }

  /** The colour of the line beside the name: the list is the chart's legend. */
  private final class NameCell extends TableCell<LagRow, ModelStatus> {
    @Override
    protected void updateItem(@Nullable ModelStatus status, boolean empty) {
      super.updateItem(status, empty);
      if (empty || status == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      // A job of several models has a row for each.
      String id = getTableView().getItems().get(getIndex()).model();
      setText(id.substring(id.lastIndexOf('.') + 1));
      Circle dot = new Circle(4);
      dot.setVisible(false);
      model.series().get().stream()
          .filter(series -> series.model().equals(id))
          .findFirst()
          .ifPresent(
              series -> {
                Theme look = Objects.requireNonNull(theme.getValue(), "theme");
                dot.setFill(ChartPainter.color(series, look.palette()));
                dot.setVisible(true);
              });
      setGraphic(dot);
    }
  }

  private final class StateCell extends TableCell<LagRow, ModelStatus> {
    @Override
    protected void updateItem(@Nullable ModelStatus status, boolean empty) {
      super.updateItem(status, empty);
      getStyleClass().removeAll("success-text", "warning-text", "danger-text", "muted");
      if (empty || status == null) {
        setText(null);
        return;
      }
      setText(figures.word(status.health()));
      getStyleClass().add(styleClass(status.health()));
    }
  }

  private static String styleClass(JobHealth health) {
    return switch (health) {
      case RUNNING -> "success-text";
      case STARTING, RESTARTING, STOPPING, UNFINISHED -> "warning-text";
      case FAILED, GONE -> "danger-text";
      case UNREACHABLE, STOPPED, FINISHED, NOT_DEPLOYED -> "muted";
    };
  }
}
