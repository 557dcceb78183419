package dev.millrace.app.dag;

import dev.millrace.app.watch.JobHealth;
import java.util.function.Function;
import javafx.scene.control.TreeTableCell;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Cells of the table: words, a name with the icon of its kind, a state with icon and word. */
final class DagCells {
  private DagCells() {}

  static final class Words extends TreeTableCell<DagRow, DagRow> {
    private final Function<DagRow, String> words;

    Words(Function<DagRow, String> words, boolean number) {
      this.words = words;
      if (number) {
        getStyleClass().add("number-cell");
      }
    }

    @Override
    protected void updateItem(@Nullable DagRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(empty || row == null ? null : words.apply(row));
    }
  }

  static final class Name extends TreeTableCell<DagRow, DagRow> {
    @Override
    protected void updateItem(@Nullable DagRow row, boolean empty) {
      super.updateItem(row, empty);
      if (empty || row == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      setText(row.node().name());
      setGraphic(FontIcon.of(Glyphs.of(row.node().kind()), 14));
    }
  }

  static final class State extends TreeTableCell<DagRow, DagRow> {
    @Override
    protected void updateItem(@Nullable DagRow row, boolean empty) {
      super.updateItem(row, empty);
      getStyleClass().removeAll("success-text", "warning-text", "danger-text", "muted");
      setText(null);
      setGraphic(null);
      if (!empty && row != null && row.facts().health().isPresent()) {
        JobHealth health = row.facts().health().get();
        FontIcon icon = FontIcon.of(Glyphs.of(health), 13);
        icon.getStyleClass().add("state-icon");
        setGraphic(icon);
        setText(row.facts().word());
        getStyleClass().add(Glyphs.styleClass(health));
      }
    }
  }
}
