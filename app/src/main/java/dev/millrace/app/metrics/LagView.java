package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import atlantafx.base.theme.Styles;
import dev.millrace.app.fx.Text;
import dev.millrace.themes.Theme;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Models with their lag on the left, its course on the right, and below why it is so. */
public final class LagView extends BorderPane {
  public static final String ID = "lag";
  public static final String EXPLANATION_ID = "lag-explanation";
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

  private final Text text = Text.beside(LagView.class);
  private final LagModel model;
  private final LagList list;
  private final BooleanProperty asTable = new SimpleBooleanProperty(false);

  public LagView(LagModel model, ObservableValue<Theme> theme) {
    this.model = requireNonNull(model, "model");
    setId(ID);
    getStyleClass().add("lag");
    this.list = new LagList(model, text, theme);
    LagChart chart = new LagChart(model, text, theme);
    PointTable table = new PointTable(model, text);
    StackPane stack = new StackPane(chart, table.view());
    chart.visibleProperty().bind(asTable.not());
    table.view().visibleProperty().bind(asTable);
    Label explanation = new Label();
    explanation.setId(EXPLANATION_ID);
    explanation.setWrapText(true);
    explanation.setMaxWidth(Double.MAX_VALUE);
    explanation.getStyleClass().addAll("lag-explanation", "muted");
    list.view()
        .getSelectionModel()
        .selectedItemProperty()
        .flatMap(LagRow::status)
        .map(
            status ->
                status.lag().map(lag -> lag.explanation()).orElse(status.deployment().verdict()))
        .orElse("")
        .subscribe(explanation::setText);
    BorderPane right = new BorderPane(stack);
    right.setTop(toolbar());
    right.setBottom(explanation);
    SplitPane split = new SplitPane(list.view(), right);
    split.setDividerPositions(0.4);
    SplitPane.setResizableWithParent(list.view(), false);
    setCenter(split);
  }

  /** Puts the keyboard on the list. */
  public void focusContent() {
    list.view().requestFocus();
  }

  /** From chart to table and back. */
  public void switchFace() {
    asTable.set(!asTable.get());
  }

  private HBox toolbar() {
    HBox windows = new HBox();
    ToggleGroup group = new ToggleGroup();
    for (Duration window : WINDOWS) {
      ToggleButton button = new ToggleButton(text.get("window." + window));
      button.setId("lag-window-" + window);
      button.setTooltip(new Tooltip(text.get("window.tip")));
      button.setToggleGroup(group);
      button.getStyleClass().addAll(Styles.SMALL, pill(WINDOWS.indexOf(window), WINDOWS.size()));
      button.setOnAction(
          event -> {
            model.window().set(window);
            button.setSelected(true);
          });
      model.window().subscribe(now -> button.setSelected(now.equals(window)));
      windows.getChildren().add(button);
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox bar = new HBox(6, windows, space, faces());
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("dag-toolbar");
    return bar;
  }

  private HBox faces() {
    ToggleGroup group = new ToggleGroup();
    ToggleButton chart = face("chart", group, Styles.LEFT_PILL, false);
    ToggleButton table = face("table", group, Styles.RIGHT_PILL, true);
    asTable.subscribe(now -> group.selectToggle(now ? table : chart));
    return new HBox(chart, table);
  }

  private ToggleButton face(String key, ToggleGroup group, String pill, boolean tabular) {
    ToggleButton button = new ToggleButton(text.get("face." + key));
    button.setId("lag-face-" + key);
    button.setTooltip(new Tooltip(text.get("face." + key + ".tip")));
    button.setToggleGroup(group);
    button.getStyleClass().addAll(Styles.SMALL, pill);
    button.setOnAction(
        event -> {
          asTable.set(tabular);
          button.setSelected(true);
        });
    return button;
  }

  private static String pill(int at, int size) {
    if (at == 0) {
      return Styles.LEFT_PILL;
    }
    return at == size - 1 ? Styles.RIGHT_PILL : Styles.CENTER_PILL;
  }
}
