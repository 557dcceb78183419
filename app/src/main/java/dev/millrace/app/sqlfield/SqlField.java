package dev.millrace.app.sqlfield;

import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;

/** Some lines of SQL with Jinja that can be edited. FX thread only. */
public interface SqlField {
  /** What is typed; changes with every key. */
  ObservableValue<String> text();

  /** Replaces the text; what can be undone begins here. */
  void replace(String text);

  /** The same region at every call. */
  Region region();

  /** Puts the keyboard into it. */
  void focus();

  /** Ends what the field runs. */
  void dispose();

  /** Makes fields, so that panes need not know which. */
  @FunctionalInterface
  interface Factory {
    /**
     * A new field.
     *
     * @param accessible what it is, for screen readers
     */
    SqlField make(String accessible);
  }
}
