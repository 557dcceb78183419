package dev.millrace.app.sqlfield;

import dev.millrace.app.editor.CodePane;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The editor's code pane, as high as its text. */
public final class CodeField implements SqlField {
  /** Style class of the frame around the pane, for tests. */
  public static final String FRAME_CLASS = "sql-field-frame";

  private static final double LINE_HEIGHT = 18;
  private static final double PADDING = 14;
  private static final int FEWEST_LINES = 2;
  private static final int MOST_LINES = 30;

  private final CodePane pane;
  private final StackPane frame;
  private boolean higher;

  /**
   * @param accessible what it is, for screen readers
   * @param background for colouring long texts
   * @param fx the FX thread
   */
  public CodeField(String accessible, Executor background, Executor fx) {
    pane = new CodePane(background, fx);
    pane.area().setAccessibleText(accessible);
    frame = new StackPane(pane);
    frame.getStyleClass().add(FRAME_CLASS);
    frame.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    pane.area().textProperty().subscribe(this::resize);
  }

  @Override
  public ObservableValue<String> text() {
    return pane.area().textProperty();
  }

  @Override
  public void replace(String text) {
    pane.show(text);
  }

  @Override
  public Region region() {
    return frame;
  }

  @Override
  public void focus() {
    pane.area().requestFocus();
  }

  @Override
  public void dispose() {
    pane.area().dispose();
  }

  /** What has nothing to scroll lets what it lies in scroll. */
  private void scrolled(ScrollEvent event) {
    Parent around = frame.getParent();
    if (!higher && around != null && event.getDeltaX() == 0) {
      event.consume();
      around.fireEvent(event.copyFor(around, around));
    }
  }

  private void resize(String text) {
    long lines = text.chars().filter(character -> character == '\n').count() + 1;
    higher = lines > MOST_LINES;
    double height = Math.clamp(lines, FEWEST_LINES, MOST_LINES) * LINE_HEIGHT + PADDING;
    frame.setMinHeight(height);
    frame.setPrefHeight(height);
    frame.setMaxHeight(height);
  }
}
