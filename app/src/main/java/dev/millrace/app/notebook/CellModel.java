package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.notebook.Cell;
import dev.millrace.engine.notebook.CellKind;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One cell of an open notebook. FX thread only. */
public final class CellModel {
  private final StringProperty source;
  private final ReadOnlyObjectWrapper<CellState> state =
      new ReadOnlyObjectWrapper<>(CellState.NOT_RUN);
  private final ReadOnlyObjectWrapper<Optional<CellRun>> run =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanProperty editing = new SimpleBooleanProperty(false);
  private final Cell cell;

  CellModel(Cell cell) {
    this.cell = requireNonNull(cell, "cell");
    this.source = new SimpleStringProperty(cell.source());
  }

  public CellKind kind() {
    return cell.kind();
  }

  public String title() {
    return cell.title();
  }

  /** What a reader edits. */
  public StringProperty source() {
    return source;
  }

  public ReadOnlyObjectProperty<CellState> state() {
    return state.getReadOnlyProperty();
  }

  /** What the last run came to; empty before it and while it runs. */
  public ReadOnlyObjectProperty<Optional<CellRun>> run() {
    return run.getReadOnlyProperty();
  }

  /** Whether the source of a text is shown instead of the text. */
  public BooleanProperty editing() {
    return editing;
  }

  /** The notebook with what was typed into this cell. */
  Notebook into(Notebook notebook, int index) {
    return notebook.withSource(index, source.get());
  }

  /** Whether it has begun, or will, and has not ended. */
  boolean isPending() {
    return state.get() == CellState.WAITING || state.get() == CellState.RUNNING;
  }

  void begins(CellState now) {
    run.set(Optional.empty());
    state.set(now);
  }

  void ended(CellRun result) {
    run.set(Optional.of(result));
    state.set(
        switch (result.status()) {
          case DONE, EMPTY -> CellState.DONE;
          case FAILED -> CellState.FAILED;
          case SKIPPED -> CellState.SKIPPED;
        });
  }
}
