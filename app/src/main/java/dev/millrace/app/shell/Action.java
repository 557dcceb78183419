package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;

/**
 * Something that can be done now or not.
 *
 * @param enabled whether it can; observed by menus and buttons
 * @param run does it; called on the FX thread, returns at once
 */
public record Action(ObservableBooleanValue enabled, Runnable run) {
  public Action {
    requireNonNull(enabled, "enabled");
    requireNonNull(run, "run");
  }

  /** Can always be done. */
  public static Action always(Runnable run) {
    return new Action(new SimpleBooleanProperty(true), run);
  }
}
