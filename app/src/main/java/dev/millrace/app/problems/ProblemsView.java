package dev.millrace.app.problems;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.problem.SourcePosition;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** Problems, a line each: errors first, then in the order of the files. */
final class ProblemsView extends ListView<Problem> {
  /** Id of the list. */
  static final String ID = "problems";

  private static final double ROW = 26;
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private static final Comparator<Problem> ORDER =
      Comparator.comparing((Problem problem) -> problem.severity() != Severity.ERROR)
          .thenComparing(problem -> problem.position().map(SourcePosition::file).orElse(""))
          .thenComparing(problem -> problem.position().map(SourcePosition::line).orElse(0));

  private final Text text;
  private final Consumer<SourcePosition> open;

  ProblemsView(Text text, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.open = requireNonNull(open, "open");
    setId(ID);
    getStyleClass().addAll("dense", "edge-to-edge");
    setAccessibleText(text.get("list.accessible"));
    setFixedCellSize(ROW);
    setCellFactory(list -> new Row());
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    Label none = new Label(text.get("none"));
    none.getStyleClass().add("muted");
    setPlaceholder(none);
    addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            openSelected();
          }
        });
    MenuItem copy = new MenuItem(text.get("copy"));
    copy.setAccelerator(COPY);
    copy.setOnAction(event -> copySelected());
    setContextMenu(new ContextMenu(copy));
  }

  void show(List<Problem> problems) {
    List<Problem> sorted = problems.stream().sorted(ORDER).toList();
    // The same list again would only move what somebody looks at.
    if (!getItems().equals(sorted)) {
      getItems().setAll(sorted);
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      openSelected();
      event.consume();
    } else if (COPY.match(event)) {
      copySelected();
      event.consume();
    }
  }

  private void openSelected() {
    Problem selected = getSelectionModel().getSelectedItem();
    if (selected != null) {
      selected.position().ifPresent(open);
    }
  }

  private void copySelected() {
    ClipboardContent content = new ClipboardContent();
    content.putString(
        getSelectionModel().getSelectedItems().stream()
            .map(Problem::describe)
            .collect(Collectors.joining("\n")));
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static String place(SourcePosition position) {
    return position.line() > 0 ? position.file() + ":" + position.line() : position.file();
  }

  private final class Row extends ListCell<Problem> {
    private final FontIcon icon = new FontIcon();
    private final Label message = new Label();
    private final Label remedy = new Label();
    private final Label place = new Label();
    private final HBox row = new HBox(8, icon, message, remedy, place);

    Row() {
      row.setAlignment(Pos.CENTER_LEFT);
      remedy.getStyleClass().add("muted");
      remedy.setMinWidth(0);
      remedy.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(remedy, Priority.ALWAYS);
      message.setMinWidth(120);
      place.getStyleClass().add("muted");
      place.setMinWidth(Region.USE_PREF_SIZE);
      // As wide as the list, never wider: what does not fit is in the tooltip.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(Problem problem, boolean empty) {
      super.updateItem(problem, empty);
      if (empty || problem == null) {
        setGraphic(null);
        setTooltip(null);
        setAccessibleText(null);
        return;
      }
      boolean error = problem.severity() == Severity.ERROR;
      icon.setIconCode(error ? CarbonIcons.ERROR_FILLED : CarbonIcons.WARNING_FILLED);
      icon.getStyleClass().removeAll("problem-error", "problem-warning");
      icon.getStyleClass().add(error ? "problem-error" : "problem-warning");
      message.setText(problem.message());
      remedy.setText(problem.remedy().orElse(""));
      place.setText(problem.position().map(ProblemsView::place).orElse(""));
      setTooltip(new Tooltip(problem.describe()));
      setAccessibleText(
          text.get(
              "row.accessible",
              text.get(error ? "error" : "warning"),
              problem.message(),
              remedy.getText(),
              place.getText()));
      setGraphic(row);
    }
  }
}
