package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.fxmisc.richtext.CodeArea;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** Finds text in one pane. Capital letters count only when some are typed. */
final class FindBar extends HBox {
  static final String FIELD_ID = "find-field";
  static final String COUNT_ID = "find-count";
  private static final int MOST = 10_000;

  private final Text text;
  private final CodePane pane;
  private final TextField field = new TextField();
  private final Label count = new Label();

  FindBar(CodePane pane, Text text) {
    this.pane = requireNonNull(pane, "pane");
    this.text = requireNonNull(text, "text");
    getStyleClass().add("find-bar");
    setAlignment(Pos.CENTER_LEFT);
    field.setId(FIELD_ID);
    field.setPromptText(text.get("find.prompt"));
    field.setAccessibleText(text.get("find.accessible"));
    field.setPrefWidth(260);
    count.setId(COUNT_ID);
    count.getStyleClass().add("muted");
    Button previous = button(CarbonIcons.CHEVRON_UP, "find.previous");
    previous.setOnAction(event -> find(false));
    Button next = button(CarbonIcons.CHEVRON_DOWN, "find.next");
    next.setOnAction(event -> find(true));
    Button close = button(CarbonIcons.CLOSE, "find.close");
    close.setOnAction(event -> hideBar());
    getChildren().addAll(field, previous, next, count, close);
    field.textProperty().addListener((property, before, now) -> typed());
    field.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            hideBar();
            event.consume();
          } else if (event.getCode() == KeyCode.ENTER) {
            find(!event.isShiftDown());
            event.consume();
          }
        });
  }

  private Button button(CarbonIcons icon, String key) {
    Button button = new Button(null, new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon", "small");
    button.setAccessibleText(text.get(key));
    return button;
  }

  /** Shows the bar with what is selected as the text to find. */
  void showBar() {
    pane.above(this);
    String selected = pane.area().getSelectedText();
    if (!selected.isEmpty() && selected.indexOf('\n') < 0) {
      field.setText(selected);
    }
    field.selectAll();
    field.requestFocus();
    typed();
  }

  private void hideBar() {
    pane.setTop(null);
    pane.area().requestFocus();
  }

  private void typed() {
    List<Integer> all = all();
    if (field.getText().isEmpty()) {
      count.setText("");
      return;
    }
    int start = pane.area().getSelection().getStart();
    select(all, all.stream().filter(at -> at >= start).findFirst().orElse(-1));
  }

  private void find(boolean forward) {
    List<Integer> all = all();
    int start = pane.area().getSelection().getStart();
    int found =
        forward
            ? all.stream().filter(at -> at > start).findFirst().orElse(-1)
            : all.reversed().stream().filter(at -> at < start).findFirst().orElse(-1);
    // Behind the last comes the first again.
    select(all, found < 0 && !all.isEmpty() ? (forward ? all.getFirst() : all.getLast()) : found);
  }

  private void select(List<Integer> all, int at) {
    int chosen = at < 0 && !all.isEmpty() ? all.getFirst() : at;
    count.setText(
        all.isEmpty()
            ? text.get("find.none")
            : text.get("find.count", all.indexOf(chosen) + 1, all.size()));
    if (chosen >= 0) {
      CodeArea area = pane.area();
      area.selectRange(chosen, chosen + field.getText().length());
      area.requestFollowCaret();
    }
  }

  private List<Integer> all() {
    String wanted = field.getText();
    List<Integer> found = new ArrayList<>();
    if (wanted.isEmpty()) {
      return found;
    }
    boolean exact = !wanted.equals(wanted.toLowerCase(Locale.ROOT));
    String in = exact ? pane.area().getText() : pane.area().getText().toLowerCase(Locale.ROOT);
    for (int at = in.indexOf(wanted);
        at >= 0 && found.size() < MOST;
        at = in.indexOf(wanted, at + 1)) {
      found.add(at);
    }
    return found;
  }
}
