package dev.millrace.app.results;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import org.jspecify.annotations.Nullable;

/** The changelog: what each change does stands before it, and colours its row. */
final class ChangeGrid extends RowGrid<Row> {
  private static final Map<RowKind, PseudoClass> KINDS =
      Map.of(
          RowKind.INSERT, PseudoClass.getPseudoClass("insert"),
          RowKind.UPDATE_BEFORE, PseudoClass.getPseudoClass("update-before"),
          RowKind.UPDATE_AFTER, PseudoClass.getPseudoClass("update-after"),
          RowKind.DELETE, PseudoClass.getPseudoClass("delete"));

  private final Text text = Text.beside(ChangeGrid.class);

  ChangeGrid(ObservableList<Row> changes, String accessible) {
    super(changes, Row::values, accessible);
    table().setRowFactory(table -> new ChangeRow());
    table().getStyleClass().add("change-grid");
  }

  void columns(List<Column> columns) {
    TableColumn<Row, String> kind = new TableColumn<>(text.get("column.kind"));
    kind.setPrefWidth(44);
    kind.setMinWidth(44);
    kind.setSortable(false);
    kind.setReorderable(false);
    kind.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue().kind().sign()));
    kind.getStyleClass().add("kind-column");
    columns(columns, columns.isEmpty() ? List.of() : List.of(kind));
  }

  private static final class ChangeRow extends TableRow<Row> {
    @Override
    protected void updateItem(@Nullable Row change, boolean empty) {
      super.updateItem(change, empty);
      KINDS.forEach(
          (kind, pseudoClass) ->
              pseudoClassStateChanged(
                  pseudoClass, !empty && change != null && change.kind() == kind));
    }
  }
}
