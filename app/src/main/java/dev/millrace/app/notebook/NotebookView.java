package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Failures;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.engine.notebook.CellKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** A notebook: its tool bar, and its cells below each other. */
public final class NotebookView extends BorderPane {
  /** Id of the button that runs all cells. */
  public static final String RUN_ALL_ID = "notebook-run-all";

  /** Id of the button that adds a cell of SQL. */
  public static final String ADD_SQL_ID = "notebook-add-sql";

  /** Id of what the notebook says of itself. */
  public static final String MESSAGE_ID = "notebook-message";

  /** Id of what is said of the file. */
  public static final String NOTICE_ID = "notebook-notice";

  private static final KeyCombination SAVE =
      new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN);

  private final Text text = Text.beside(NotebookView.class);
  private final NotebookModel model;
  private final SqlField.Factory fields;
  private final VBox cells = new VBox();
  private final Map<CellModel, CellView> views = new HashMap<>();
  private final Label message = new Label();
  private final HBox notice = new HBox(8);
  private @Nullable CellModel chosen;

  public NotebookView(NotebookModel model, SqlField.Factory fields) {
    this.model = requireNonNull(model, "model");
    this.fields = requireNonNull(fields, "fields");
    getStyleClass().add("notebook");
    notice.setId(NOTICE_ID);
    notice.setAlignment(Pos.CENTER_LEFT);
    notice.getStyleClass().addAll("banner", "warning-banner");
    setTop(new VBox(notice, toolbar()));
    model.notice().subscribe(this::tell);
    cells.getStyleClass().add("notebook-cells");
    ScrollPane scroll = new ScrollPane(cells);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("notebook-scroll");
    setCenter(scroll);
    model.cells().addListener((ListChangeListener<CellModel>) change -> showCells());
    model.message().subscribe(words -> showMessage());
    model.failure().subscribe(failure -> showMessage());
    showCells();
  }

  /**
   * Lets Ctrl+S write the file also while the keyboard is in a field, which knows keys of its own.
   */
  void onSave(Runnable save) {
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (SAVE.match(event)) {
            save.run();
            event.consume();
          }
        });
  }

  /** The cell the keyboard is in, or was in last; the first when it was in none. */
  Optional<CellModel> chosen() {
    return model.cells().contains(chosen)
        ? Optional.ofNullable(chosen)
        : model.cells().stream().findFirst();
  }

  /** Adds a cell after the chosen one and begins to edit it. */
  void add(CellKind kind) {
    int index = chosen().map(cell -> model.cells().indexOf(cell) + 1).orElse(0);
    CellModel added = model.add(index, kind);
    CellView view = views.get(added);
    if (view != null) {
      view.edit();
    }
  }

  void dispose() {
    views.values().forEach(CellView::dispose);
    views.clear();
  }

  private Region toolbar() {
    Button runAll = button("run-all", CarbonIcons.PLAY_FILLED_ALT, model::runAll);
    runAll.setId(RUN_ALL_ID);
    runAll.disableProperty().bind(model.running().or(Bindings.isEmpty(model.cells())));
    Button stop = button("stop", CarbonIcons.STOP, model::stop);
    stop.disableProperty().bind(model.running().not());
    Button restart = button("restart", CarbonIcons.RESTART, model::restart);
    restart.disableProperty().bind(model.running());
    Button sql = button("add-sql", CarbonIcons.ADD, () -> add(CellKind.SQL));
    sql.setId(ADD_SQL_ID);
    Button markdown = button("add-text", CarbonIcons.ADD, () -> add(CellKind.MARKDOWN));
    ProgressIndicator busy = new ProgressIndicator();
    busy.setMaxSize(16, 16);
    busy.visibleProperty().bind(model.running());
    message.setId(MESSAGE_ID);
    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    HBox bar = new HBox(runAll, stop, restart, sql, markdown, spacer, message, busy);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("result-toolbar");
    return bar;
  }

  private void tell(NotebookModel.Notice about) {
    boolean shown = about != NotebookModel.Notice.NONE;
    notice.getChildren().clear();
    notice.setVisible(shown);
    notice.setManaged(shown);
    switch (about) {
      case NONE -> {}
      case RECOVERED -> answers(about, model::dismiss);
      case CHANGED_ON_DISK -> answers(about, model::keepMine);
    }
  }

  private void answers(NotebookModel.Notice about, Runnable keep) {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    String key = "notice." + about.name();
    notice
        .getChildren()
        .setAll(
            new Label(text.get(key)),
            space,
            answer(key + ".keep", keep),
            answer(key + ".take", model::takeTheirs));
  }

  private Button answer(String key, Runnable action) {
    Button button = new Button(text.get(key));
    button.getStyleClass().add("small");
    button.setOnAction(event -> action.run());
    return button;
  }

  private Button button(String key, Ikon icon, Runnable action) {
    Button button = new Button(text.get(key), FontIcon.of(icon, 14));
    button.getStyleClass().addAll("small", "flat");
    button.setTooltip(new Tooltip(text.get(key + ".tip")));
    button.setAccessibleText(text.get(key + ".tip"));
    button.setOnAction(event -> action.run());
    return button;
  }

  private void showMessage() {
    Optional<Throwable> failure = model.failure().get();
    message.setText(failure.map(Failures::sentence).orElseGet(() -> model.message().get()));
    message.getStyleClass().removeAll("danger-text", "muted");
    message.getStyleClass().add(failure.isPresent() ? "danger-text" : "muted");
  }

  private void showCells() {
    List<CellModel> now = List.copyOf(model.cells());
    views
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !now.contains(entry.getKey());
              if (gone) {
                entry.getValue().dispose();
              }
              return gone;
            });
    cells
        .getChildren()
        .setAll(now.stream().map(cell -> views.computeIfAbsent(cell, this::view)).toList());
    if (now.isEmpty()) {
      Label hint = new Label(text.get("empty"));
      hint.getStyleClass().add("muted");
      cells.getChildren().add(hint);
    }
  }

  private CellView view(CellModel cell) {
    return new CellView(
        cell,
        fields,
        new CellView.Actions() {
          @Override
          public void run(CellModel asked) {
            model.run(asked);
          }

          @Override
          public void move(CellModel asked, int by) {
            model.move(asked, by);
          }

          @Override
          public void delete(CellModel asked) {
            model.delete(asked);
          }

          @Override
          public void chosen(CellModel now) {
            chosen = now;
          }
        });
  }
}
