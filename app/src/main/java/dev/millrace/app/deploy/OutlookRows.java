package dev.millrace.app.deploy;

import dev.millrace.app.parts.Parts;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * Lines of a plan: a word for what becomes of something, and beside it what there is to say. All
 * words have one width, and none runs into what stands beside it.
 */
final class OutlookRows extends GridPane {
  OutlookRows() {
    getStyleClass().add("deploy-outlooks");
    ColumnConstraints words = new ColumnConstraints();
    words.setMinWidth(USE_PREF_SIZE);
    ColumnConstraints rest = new ColumnConstraints();
    rest.setHgrow(Priority.ALWAYS);
    getColumnConstraints().addAll(words, rest);
  }

  void add(ActionLook look, String word, Node... what) {
    HBox head = new HBox(Parts.icon(look.icon(), look.style()), Parts.label(word, look.style()));
    head.getStyleClass().add("deploy-outlook");
    addRow(getRowCount(), head, new VBox(what));
  }

  boolean isEmpty() {
    return getChildren().isEmpty();
  }
}
