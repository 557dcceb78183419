package dev.millrace.app.notebook;

import dev.millrace.app.fx.Text;
import dev.millrace.app.results.RowGrid;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.StatementRun;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.query.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a cell came to, below it; never higher than a few rows. */
final class CellResults extends VBox {
  /** Style class of the tables, for tests. */
  static final String TABLE_CLASS = "cell-rows";

  /** Style class of what a failed cell says, for tests. */
  static final String PROBLEM_CLASS = "cell-problem";

  private static final int MOST_ROWS = 10;
  private static final double SCROLL_BAR = 14;

  private final Text text = Text.beside(CellResults.class);

  CellResults() {
    getStyleClass().add("cell-results");
    show(Optional.empty());
  }

  void show(Optional<CellRun> run) {
    getChildren().clear();
    run.ifPresent(this::add);
    setVisible(!getChildren().isEmpty());
    setManaged(isVisible());
  }

  private void add(CellRun run) {
    for (StatementRun statement : run.statements()) {
      switch (statement) {
        case StatementRun.Rows rows -> add(rows.snapshot());
        case StatementRun.Defined defined -> getChildren().add(line(defined.what(), "muted"));
      }
    }
    run.problem().ifPresent(this::add);
  }

  private void add(Snapshot snapshot) {
    if (!snapshot.rows().isEmpty()) {
      RowGrid<List<@Nullable Object>> grid =
          new RowGrid<>(
              FXCollections.observableList(snapshot.rows()),
              row -> row,
              text.get("rows.accessible"));
      grid.columns(snapshot.columns(), List.of());
      int rows = Math.min(snapshot.rows().size(), MOST_ROWS);
      double height = RowGrid.HEADER_HEIGHT + rows * RowGrid.ROW_HEIGHT + SCROLL_BAR;
      grid.table().getStyleClass().add(TABLE_CLASS);
      grid.table().setMinHeight(height);
      grid.table().setPrefHeight(height);
      grid.table().setMaxHeight(Region.USE_PREF_SIZE);
      getChildren().add(grid.table());
    }
    getChildren().add(line(summary(snapshot), "muted"));
  }

  private String summary(Snapshot snapshot) {
    String seconds = text.get("seconds", seconds(snapshot.elapsed()));
    long shown = snapshot.rows().size();
    return switch (snapshot.ending()) {
      case COMPLETE ->
          shown < snapshot.totalRows()
              ? text.get("rows.some", shown, snapshot.totalRows(), seconds)
              : text.get("rows.all", shown, seconds);
      case LIMIT_REACHED -> text.get("rows.first", shown, seconds);
      case TIMED_OUT -> text.get("rows.timed-out", shown, seconds);
      case CANCELLED -> text.get("rows.stopped", shown, seconds);
    };
  }

  private void add(Problem problem) {
    Label label = line(problem.describe(), "danger-text");
    label.getStyleClass().add(PROBLEM_CLASS);
    getChildren().add(label);
  }

  private static Label line(String words, String style) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.getStyleClass().addAll("cell-line", style);
    return label;
  }

  private static double seconds(Duration elapsed) {
    return Math.round(elapsed.toMillis() / 100.0) / 10.0;
  }
}
