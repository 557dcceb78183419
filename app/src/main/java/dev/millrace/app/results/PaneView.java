package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.connect.Row;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A pane of rows: tool bar, state, and the rows as a table or as a changelog. */
public final class PaneView extends BorderPane {
  /** Id of the table of rows. */
  public static final String ROWS_ID = "result-rows";

  /** Id of the changelog. */
  public static final String CHANGES_ID = "result-changes";

  /** Id of the label that names the phase. */
  public static final String PHASE_ID = "result-phase";

  /** Id of the label that counts rows and changes. */
  public static final String COUNTS_ID = "result-counts";

  /** Id of what an empty pane says. */
  public static final String MESSAGE_ID = "result-message";

  private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
  private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
  private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");

  private final Text text = Text.beside(PaneView.class);
  private final PaneWords words = new PaneWords();
  private final PaneModel model;
  private final RowGrid<List<@Nullable Object>> rows;
  private final ChangeGrid changes;
  private final Label badge = new Label();
  private final Label phase = new Label();
  private final Label elapsed = new Label();
  private final Label counts = new Label();
  private final Label waiting = new Label();
  private final Label message = new Label();
  private final ProgressIndicator busy = new ProgressIndicator();
  private final VBox cover = new VBox(12, busy, message);
  private final PaneToolbar toolbar;

  /**
   * @param source the field with the query's text; empty for a model
   */
  public PaneView(PaneModel model, PaneToolbar toolbar, Optional<Region> source) {
    this.model = requireNonNull(model, "model");
    this.toolbar = requireNonNull(toolbar, "toolbar");
    this.rows = new RowGrid<>(model.rows(), row -> row, text.get("table.accessible"));
    this.changes = new ChangeGrid(model.changes(), text.get("changes.accessible"));
    rows.table().setId(ROWS_ID);
    changes.table().setId(CHANGES_ID);
    getStyleClass().add("result-pane");
    VBox head = new VBox();
    head.getChildren().add(toolbar);
    source.ifPresent(head.getChildren()::add);
    setTop(head);
    setCenter(new StackPane(rows.table(), changes.table(), cover()));
    setBottom(statusLine());
    listen();
    showState();
  }

  /** Puts the keyboard on the rows. */
  void focusRows() {
    shownTable().requestFocus();
  }

  /** Switches between the pictures of the same rows. */
  void nextFace() {
    model.face().set(model.face().get() == Face.TABLE ? Face.CHANGELOG : Face.TABLE);
  }

  private Node cover() {
    message.setId(MESSAGE_ID);
    message.setWrapText(true);
    message.setMaxWidth(640);
    message.getStyleClass().add("result-message");
    busy.setMaxSize(28, 28);
    cover.setAlignment(Pos.CENTER);
    cover.getStyleClass().add("result-cover");
    cover.setMouseTransparent(true);
    return cover;
  }

  private Node statusLine() {
    badge.getStyleClass().add("mode-badge");
    phase.setId(PHASE_ID);
    phase.getStyleClass().add("phase");
    counts.setId(COUNTS_ID);
    counts.getStyleClass().add("muted");
    elapsed.getStyleClass().addAll("muted", "elapsed");
    waiting.getStyleClass().add("waiting");
    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    HBox line = new HBox(10, badge, phase, elapsed, waiting, spacer, counts);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("result-status");
    return line;
  }

  private void listen() {
    model.columns().subscribe(this::showColumns);
    model.state().subscribe(state -> showState());
    model.counts().subscribe(now -> showCounts());
    model.paused().subscribe(now -> showCounts());
    model.face().subscribe(face -> showFace());
    model.elapsed().subscribe(now -> elapsed.setText(words.elapsed(now)));
    model
        .changes()
        .addListener(
            (ListChangeListener<Row>)
                change -> {
                  if (toolbar.follows() && model.face().get() == Face.CHANGELOG) {
                    changes.table().scrollTo(model.changes().size() - 1);
                  }
                });
    busy.visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> model.state().get().phase().isActive(), model.state()));
    busy.managedProperty().bind(busy.visibleProperty());
  }

  private void showColumns(List<dev.millrace.engine.connect.Column> columns) {
    rows.columns(columns, List.of());
    changes.columns(columns);
  }

  private void showState() {
    PaneState state = model.state().get();
    badge.setText(text.get("badge." + state.mode()));
    badge.setVisible(state.phase() != Phase.IDLE);
    badge.setManaged(badge.isVisible());
    badge.pseudoClassStateChanged(LIVE, state.mode() == Mode.LIVE);
    phase.setText(words.phase(state));
    phase.pseudoClassStateChanged(FAILED, state.phase() == Phase.FAILED);
    phase.pseudoClassStateChanged(
        DONE, state.phase() == Phase.COMPLETE || state.phase() == Phase.CANCELLED);
    phase.pseudoClassStateChanged(ACTIVE, state.phase().isActive());
    elapsed.setVisible(state.phase() != Phase.IDLE);
    showFace();
    showCounts();
  }

  private void showFace() {
    // A snapshot has rows alone: what they were folded from is not kept.
    boolean changelog =
        model.face().get() == Face.CHANGELOG && model.state().get().mode() == Mode.LIVE;
    rows.table().setVisible(!changelog);
    changes.table().setVisible(changelog);
    showCounts();
  }

  private void showCounts() {
    PaneState state = model.state().get();
    PaneCounts now = model.counts().get();
    counts.setText(words.counts(state, now, model.rows().size(), model.face().get()));
    waiting.setText(words.waiting(now));
    waiting.setVisible(model.paused().get());
    waiting.setManaged(waiting.isVisible());
    boolean failed = state.phase() == Phase.FAILED;
    boolean empty = shownTable().getItems().isEmpty();
    message.setText(words.explanation(state, now));
    message.pseudoClassStateChanged(FAILED, failed);
    cover.setVisible(empty || failed);
    setAccessibleText(
        text.get("status.accessible", badge.getText(), phase.getText(), counts.getText()));
  }

  private javafx.scene.control.TableView<?> shownTable() {
    return changes.table().isVisible() ? changes.table() : rows.table();
  }
}
