package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.language.Completion;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import org.fxmisc.richtext.CodeArea;

/** What could stand at the caret, in a list below it; comes by itself where that helps. */
public final class CompletionPopup {
  /** Of the list, for tests. */
  public static final String ID = "completion-list";

  private static final double ROW = 24;
  private static final double WIDTH = 420;
  private static final int MOST_ROWS = 10;

  /** So many letters of a word bring the list up. */
  private static final int LETTERS = 2;

  private final Text text;
  private final CodePane pane;
  private final CodeLanguage language;
  private final Popup popup = new Popup();
  private final ListView<Completion> list = new ListView<>();
  private long asked;

  CompletionPopup(CodePane pane, CodeLanguage language, Text text) {
    this.pane = requireNonNull(pane, "pane");
    this.language = requireNonNull(language, "language");
    this.text = requireNonNull(text, "text");
    list.setId(ID);
    list.getStyleClass().addAll("completion-list", "dense");
    list.setAccessibleText(text.get("completion.accessible"));
    list.setFixedCellSize(ROW);
    list.setPrefWidth(WIDTH);
    list.setCellFactory(view -> new Row());
    list.setFocusTraversable(false);
    list.setOnMouseClicked(event -> accept());
    popup.getContent().add(list);
    popup.setAutoHide(true);
    popup.setHideOnEscape(true);
    CodeArea area = pane.area();
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    area.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
    area.focusedProperty().addListener((property, before, now) -> hideUnless(now));
  }

  private void hideUnless(boolean focused) {
    if (!focused) {
      popup.hide();
    }
  }

  /** Asks for what could stand at the caret and shows it. */
  public void show() {
    if (!pane.area().isEditable()) {
      return;
    }
    long mine = ++asked;
    pane.settleNow();
    int caret = pane.area().getCaretPosition();
    language
        .complete(caret)
        .thenAccept(
            found -> {
              if (mine == asked && caret == pane.area().getCaretPosition()) {
                show(found);
              }
            });
  }

  private void show(List<Completion> found) {
    boolean whole =
        found.size() == 1
            && pane.area()
                .getText(found.getFirst().replaced().start(), found.getFirst().replaced().end())
                .equals(found.getFirst().insertion());
    if (found.isEmpty() || whole) {
      popup.hide();
      return;
    }
    list.getItems().setAll(found);
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
    list.setPrefHeight(Math.min(MOST_ROWS, found.size()) * ROW + 4);
    pane.area()
        .getCaretBounds()
        .ifPresent(
            bounds -> {
              if (popup.isShowing()) {
                place(bounds);
              } else if (pane.area().getScene() != null) {
                popup.show(pane.area(), bounds.getMinX(), bounds.getMaxY() + 2);
              }
            });
  }

  private void place(Bounds bounds) {
    popup.setAnchorX(bounds.getMinX());
    popup.setAnchorY(bounds.getMaxY() + 2);
  }

  private void pressed(KeyEvent event) {
    if (!popup.isShowing()) {
      return;
    }
    KeyCode key = event.getCode();
    if (key == KeyCode.DOWN) {
      move(1);
    } else if (key == KeyCode.UP) {
      move(-1);
    } else if (key == KeyCode.PAGE_DOWN) {
      move(MOST_ROWS);
    } else if (key == KeyCode.PAGE_UP) {
      move(-MOST_ROWS);
    } else if (key == KeyCode.ENTER || key == KeyCode.TAB) {
      accept();
    } else if (key == KeyCode.ESCAPE) {
      asked++;
      popup.hide();
    } else {
      if (key == KeyCode.LEFT
          || key == KeyCode.RIGHT
          || key == KeyCode.HOME
          || key == KeyCode.END) {
        popup.hide();
      }
      return;
    }
    event.consume();
  }

  private void move(int rows) {
    int index =
        Math.clamp(
            list.getSelectionModel().getSelectedIndex() + rows, 0, list.getItems().size() - 1);
    list.getSelectionModel().select(index);
    list.scrollTo(Math.max(0, index - MOST_ROWS / 2));
  }

  private void typed(KeyEvent event) {
    String character = event.getCharacter();
    if (character.isEmpty() || event.isControlDown() || event.isMetaDown()) {
      return;
    }
    char typed = character.charAt(0);
    if (typed == '\b' || typed == 127) {
      if (popup.isShowing()) {
        show();
      }
    } else if (Character.isLetterOrDigit(typed) || typed == '_') {
      if (popup.isShowing() || lettersBeforeCaret() == LETTERS) {
        show();
      }
    } else if (typed == '.' || typed == '\'' || typed == '"') {
      show();
    } else {
      asked++;
      popup.hide();
    }
  }

  private int lettersBeforeCaret() {
    CodeArea area = pane.area();
    String line = area.getParagraph(area.getCurrentParagraph()).getText();
    int at = Math.min(area.getCaretColumn(), line.length());
    int letters = 0;
    while (at - letters > 0
        && (Character.isLetterOrDigit(line.charAt(at - letters - 1))
            || line.charAt(at - letters - 1) == '_')) {
      letters++;
    }
    return letters;
  }

  private void accept() {
    Completion chosen = list.getSelectionModel().getSelectedItem();
    popup.hide();
    if (chosen == null) {
      return;
    }
    CodeArea area = pane.area();
    int start = chosen.replaced().start();
    // What was typed since the answer came is replaced too.
    int end = Math.max(chosen.replaced().end(), area.getCaretPosition());
    area.replaceText(start, Math.min(end, area.getLength()), chosen.insertion());
    area.requestFollowCaret();
    asked++;
  }

  /** Whether the list is up, for tests. */
  public boolean isShowing() {
    return popup.isShowing();
  }

  /** What is offered, for tests. */
  public List<Completion> offered() {
    return List.copyOf(list.getItems());
  }

  private final class Row extends ListCell<Completion> {
    private final Label kind = new Label();
    private final Label name = new Label();
    private final Label detail = new Label();
    private final HBox row;

    Row() {
      kind.getStyleClass().addAll("completion-kind", "muted");
      name.getStyleClass().add("code");
      detail.getStyleClass().add("muted");
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      name.setMinWidth(Region.USE_PREF_SIZE);
      row = new HBox(8, kind, name, space, detail);
      row.setMaxWidth(WIDTH - 30);
      row.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(Completion item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      kind.setText(text.get("completion." + item.kind().name()));
      name.setText(item.label());
      detail.setText(item.detail().orElse(""));
      setAccessibleText(item.label() + ", " + text.get("completion.kind." + item.kind().name()));
      setGraphic(row);
    }
  }
}
