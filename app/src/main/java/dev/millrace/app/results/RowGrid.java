package dev.millrace.app.results;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.query.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A table of typed values: the header shows the type, numbers stand right, cells and rows are
 * copied.
 *
 * @param <S> what a row is
 */
public class RowGrid<S> {
  /** Height of a row. */
  public static final double ROW_HEIGHT = 24;

  /** Height of the header, which has two lines. */
  public static final double HEADER_HEIGHT = 38;

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
  private static final KeyCombination COPY_ROW =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
  private static final double NARROWEST = 70;
  private static final double WIDEST = 260;

  private final Text text = Text.beside(RowGrid.class);
  private final Function<S, List<@Nullable Object>> values;
  private final TableView<S> table = new TableView<>();

  /**
   * @param values of a row, in column order
   */
  public RowGrid(
      ObservableList<S> rows, Function<S, List<@Nullable Object>> values, String accessible) {
    this.values = values;
    table.setItems(rows);
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().add("row-grid");
    table.getSelectionModel().setCellSelectionEnabled(true);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setAccessibleText(accessible);
    table.setPlaceholder(new Label());
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    table.setContextMenu(menu());
  }

  public final TableView<S> table() {
    return table;
  }

  /** Shows these columns, after those that were there before any column of a query. */
  public final void columns(List<Column> columns, List<TableColumn<S, ?>> before) {
    List<TableColumn<S, ?>> all = new ArrayList<>(before);
    for (int index = 0; index < columns.size(); index++) {
      all.add(column(columns.get(index), index));
    }
    table.getColumns().setAll(all);
  }

  private TableColumn<S, ValueCell.Value> column(Column column, int index) {
    boolean number = ColumnType.isNumber(column.type());
    String type = ColumnType.shown(column.type());
    TableColumn<S, ValueCell.Value> made = new TableColumn<>();
    Label name = new Label(column.name());
    Label kind = new Label(type);
    kind.getStyleClass().add("column-type");
    VBox caption = new VBox(name, kind);
    caption.getStyleClass().add("column-header-text");
    if (number) {
      caption.getStyleClass().add("number-header");
    }
    caption.setMaxWidth(Double.MAX_VALUE);
    made.setGraphic(caption);
    made.setSortable(false);
    made.setReorderable(true);
    double header = 9.0 * Math.max(column.name().length(), type.length());
    double wanted = Math.max(header, 8.0 * ColumnType.characters(column.type())) + 24;
    made.setPrefWidth(Math.clamp(wanted, NARROWEST, WIDEST));
    made.setCellValueFactory(
        cell ->
            new ReadOnlyObjectWrapper<>(
                new ValueCell.Value(values.apply(cell.getValue()).get(index))));
    made.setCellFactory(ignored -> new ValueCell<>(number));
    made.setUserData(index);
    return made;
  }

  private ContextMenu menu() {
    MenuItem cell = new MenuItem(text.get("copy.cell"));
    cell.setAccelerator(COPY);
    cell.setOnAction(event -> copyCells());
    MenuItem row = new MenuItem(text.get("copy.row"));
    row.setAccelerator(COPY_ROW);
    row.setOnAction(event -> copyRows());
    return new ContextMenu(cell, row);
  }

  private void pressed(KeyEvent event) {
    if (COPY.match(event)) {
      copyCells();
      event.consume();
    } else if (COPY_ROW.match(event)) {
      copyRows();
      event.consume();
    }
  }

  /** Puts the chosen cells on the clipboard, a line for each row, values between tabs. */
  public final void copyCells() {
    StringBuilder copied = new StringBuilder();
    int line = -1;
    for (TablePosition<?, ?> position : table.getSelectionModel().getSelectedCells()) {
      TableColumn<?, ?> column = position.getTableColumn();
      if (column == null || position.getRow() >= table.getItems().size()) {
        continue;
      }
      copied.append(line < 0 ? "" : line == position.getRow() ? "\t" : "\n");
      line = position.getRow();
      S row = table.getItems().get(position.getRow());
      copied.append(
          column.getUserData() instanceof Integer index
              ? ValueText.of(values.apply(row).get(index))
              : String.valueOf(column.getCellData(position.getRow())));
    }
    put(copied.toString());
  }

  /** Puts whole rows on the clipboard. */
  public final void copyRows() {
    put(
        table.getSelectionModel().getSelectedIndices().stream()
            .distinct()
            .sorted()
            .filter(index -> index < table.getItems().size())
            .map(index -> values.apply(table.getItems().get(index)))
            .map(row -> row.stream().map(ValueText::of).collect(Collectors.joining("\t")))
            .collect(Collectors.joining("\n")));
  }

  private static void put(String copied) {
    if (!copied.isEmpty()) {
      ClipboardContent content = new ClipboardContent();
      content.putString(copied);
      Clipboard.getSystemClipboard().setContent(content);
    }
  }
}
