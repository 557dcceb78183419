package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.engine.notebook.CellKind;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** One cell: its bar, its source or its text, and below what running it came to. */
final class CellView extends VBox {
  /** Style class of a cell, for tests. */
  static final String CELL_CLASS = "notebook-cell";

  private static final KeyCombination RUN =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final Text text = Text.beside(CellView.class);
  private final CellModel model;
  private final Label state = new Label();
  private final StackPane content = new StackPane();
  private final CellResults results = new CellResults();
  private final SqlField field;
  private Subscription subscriptions;

  /** What the cell asks of the notebook it is in. */
  interface Actions {
    void run(CellModel cell);

    void move(CellModel cell, int by);

    void delete(CellModel cell);

    void chosen(CellModel cell);
  }

  CellView(CellModel model, SqlField.Factory fields, Actions actions) {
    this.model = requireNonNull(model, "model");
    getStyleClass().add(CELL_CLASS);
    field = fields.make(text.get(model.kind() == CellKind.SQL ? "sql" : "markdown"));
    field.replace(model.source().get());
    subscriptions = field.text().subscribe(model.source()::set);
    getChildren().addAll(bar(actions), content, results);
    subscriptions =
        subscriptions
            .and(model.state().subscribe(this::showState))
            .and(model.run().subscribe(results::show))
            .and(model.editing().subscribe(editing -> showContent()));
    addEventFilter(KeyEvent.KEY_PRESSED, event -> pressed(event, actions));
    focusWithinProperty()
        .subscribe(
            within -> {
              pseudoClassStateChanged(CHOSEN, within);
              if (within) {
                actions.chosen(model);
              } else if (model.kind() == CellKind.MARKDOWN && !model.source().get().isBlank()) {
                model.editing().set(false);
              }
            });
  }

  CellModel model() {
    return model;
  }

  /** Puts the keyboard into the source. */
  void edit() {
    model.editing().set(true);
    field.focus();
  }

  void dispose() {
    subscriptions.unsubscribe();
    field.dispose();
  }

  private Region bar(Actions actions) {
    Label title = new Label(model.title());
    title.getStyleClass().add("cell-title");
    state.getStyleClass().add("muted");
    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    HBox bar = new HBox(6);
    bar.getStyleClass().add("cell-bar");
    if (model.kind() == CellKind.SQL) {
      bar.getChildren().add(button("run", CarbonIcons.PLAY, () -> actions.run(model)));
    } else {
      bar.getChildren().add(button("edit", CarbonIcons.EDIT, this::edit));
    }
    bar.getChildren()
        .addAll(
            title,
            state,
            spacer,
            button("up", CarbonIcons.ARROW_UP, () -> actions.move(model, -1)),
            button("down", CarbonIcons.ARROW_DOWN, () -> actions.move(model, 1)),
            button("delete", CarbonIcons.TRASH_CAN, () -> actions.delete(model)));
    return bar;
  }

  private Button button(String key, Ikon icon, Runnable action) {
    Button button = new Button(null, FontIcon.of(icon, 14));
    button.getStyleClass().addAll("small", "flat", "cell-" + key);
    button.setTooltip(new Tooltip(text.get("cell." + key)));
    button.setAccessibleText(text.get("cell." + key));
    button.setOnAction(event -> action.run());
    return button;
  }

  private void showState(CellState now) {
    state.setText(text.get("state." + now));
    state.getStyleClass().removeAll("success-text", "danger-text");
    switch (now) {
      case DONE -> state.getStyleClass().add("success-text");
      case FAILED -> state.getStyleClass().add("danger-text");
      case NOT_RUN, WAITING, RUNNING, SKIPPED -> {}
    }
    state.setVisible(model.kind() == CellKind.SQL);
  }

  private void showContent() {
    boolean source = model.kind() == CellKind.SQL || model.editing().get();
    if (source) {
      content.getChildren().setAll(field.region());
      return;
    }
    Region rendered =
        MarkdownView.of(
            Optional.of(model.source().get())
                .filter(words -> !words.isBlank())
                .orElseGet(() -> text.get("markdown.empty")));
    rendered.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            edit();
          }
        });
    content.getChildren().setAll(rendered);
  }

  private void pressed(KeyEvent event, Actions actions) {
    if (RUN.match(event)) {
      if (model.kind() == CellKind.SQL) {
        actions.run(model);
      } else {
        model.editing().set(false);
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && model.kind() == CellKind.MARKDOWN) {
      model.editing().set(false);
      event.consume();
    }
  }
}
