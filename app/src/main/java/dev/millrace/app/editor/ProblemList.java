package dev.millrace.app.editor;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.problem.Severity;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** The problems of one document; choosing one leads to its place. Hidden when there are none. */
public final class ProblemList extends ListView<Mark> {
  /** For tests. */
  public static final String ID = "editor-problems";

  private static final double ROW = 26;
  private static final int MOST_ROWS = 5;

  private final Text text;

  ProblemList(Text text, Consumer<Mark> open) {
    this.text = text;
    setId(ID);
    getStyleClass().addAll("problem-list", "dense");
    setAccessibleText(text.get("problems.accessible"));
    setFixedCellSize(ROW);
    setCellFactory(view -> new Row());
    setOnMouseClicked(event -> openSelected(open));
    setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            openSelected(open);
          }
        });
    show(List.of());
  }

  private void openSelected(Consumer<Mark> open) {
    Mark selected = getSelectionModel().getSelectedItem();
    if (selected != null) {
      open.accept(selected);
    }
  }

  void show(List<Mark> marks) {
    getItems().setAll(marks);
    boolean any = !marks.isEmpty();
    setVisible(any);
    setManaged(any);
    double height = Math.min(MOST_ROWS, marks.size()) * ROW + 4;
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }

  private final class Row extends ListCell<Mark> {
    private final FontIcon icon = new FontIcon();
    private final Label message = new Label();
    private final Label remedy = new Label();
    private final Label place = new Label();
    private final HBox row;

    Row() {
      remedy.getStyleClass().add("muted");
      place.getStyleClass().add("muted");
      place.setMinWidth(Region.USE_PREF_SIZE);
      remedy.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(remedy, Priority.ALWAYS);
      row = new HBox(8, icon, message, remedy, place);
      row.getStyleClass().add("problem-row");
      // As wide as the list, never wider: the remedy is cut first.
      setPrefWidth(0);
      remedy.setMinWidth(0);
      HBox.setHgrow(message, Priority.SOMETIMES);
    }

    @Override
    protected void updateItem(Mark mark, boolean empty) {
      super.updateItem(mark, empty);
      if (empty || mark == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      boolean error = mark.severity() == Severity.ERROR;
      icon.setIconCode(error ? CarbonIcons.ERROR_FILLED : CarbonIcons.WARNING_FILLED);
      icon.getStyleClass().removeAll("problem-error", "problem-warning");
      icon.getStyleClass().add(error ? "problem-error" : "problem-warning");
      message.setText(mark.diagnostic().problem().message());
      message.setMinWidth(Math.min(message.prefWidth(-1), getListView().getWidth() * 0.8));
      remedy.setText(mark.diagnostic().problem().remedy().orElse(""));
      String where =
          mark.diagnostic()
              .problem()
              .position()
              .filter(position -> position.line() > 0)
              .map(position -> position.line() + ":" + position.column())
              .orElse("");
      place.setText(where);
      setAccessibleText(
          text.get("problem.accessible", mark.diagnostic().problem().message(), where));
      setGraphic(row);
    }
  }
}
