package dev.millrace.app.results;

import dev.millrace.engine.query.ValueText;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/**
 * A value of a row; NULL stands apart from the text {@code NULL}. The item is the value itself,
 * wrapped, since an empty cell and a NULL are different things.
 *
 * @param <S> the row
 */
final class ValueCell<S> extends TableCell<S, ValueCell.Value> {
  private static final PseudoClass NULL = PseudoClass.getPseudoClass("null");
  private static final int LONGEST = 1_000;

  /** A value, perhaps NULL. */
  record Value(@Nullable Object of) {}

  ValueCell(boolean number) {
    getStyleClass().add("value-cell");
    if (number) {
      getStyleClass().add("number-cell");
    }
  }

  @Override
  protected void updateItem(@Nullable Value value, boolean empty) {
    super.updateItem(value, empty);
    boolean absent = !empty && value != null && value.of() == null;
    pseudoClassStateChanged(NULL, absent);
    if (empty || value == null) {
      setText(null);
      return;
    }
    String text = ValueText.printable(ValueText.of(value.of()));
    // A cell is one line: megabytes of text would only make it slow.
    setText(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }
}
