package dev.millrace.app.sqlfield;

import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.fxmisc.richtext.CodeArea;

/** A code area without colours that is as high as its text. */
public final class PlainSqlField implements SqlField {
  /** Style class of the area, for tests. */
  public static final String AREA_CLASS = "sql-field";

  private static final double LINE_HEIGHT = 19;
  private static final double PADDING = 14;
  private static final int FEWEST_LINES = 2;
  private static final int MOST_LINES = 24;

  private final CodeArea area = new CodeArea();
  private final StackPane region = new StackPane(area);

  /**
   * @param accessible what it is, for screen readers
   */
  public PlainSqlField(String accessible) {
    // The area's own style sheet would beat the fonts of the window.
    area.getStylesheets().clear();
    area.getStyleClass().addAll("code", AREA_CLASS);
    area.setAccessibleText(accessible);
    area.setWrapText(false);
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::tab);
    area.textProperty().subscribe(this::resize);
    region.getStyleClass().add("sql-field-frame");
  }

  @Override
  public ObservableValue<String> text() {
    return area.textProperty();
  }

  @Override
  public void replace(String text) {
    area.replaceText(text);
    area.getUndoManager().forgetHistory();
    area.moveTo(0);
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public void focus() {
    area.requestFocus();
  }

  @Override
  public void dispose() {
    area.dispose();
  }

  /** Two blanks; with Ctrl the keyboard leaves the field, since Tab alone cannot. */
  private void tab(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && !event.isShiftDown() && !event.isControlDown()) {
      area.replaceSelection("  ");
      event.consume();
    }
  }

  private void resize(String text) {
    long lines = text.chars().filter(character -> character == '\n').count() + 1;
    double height = Math.clamp(lines, FEWEST_LINES, MOST_LINES) * LINE_HEIGHT + PADDING;
    region.setMinHeight(height);
    region.setPrefHeight(height);
    region.setMaxHeight(height);
  }
}
