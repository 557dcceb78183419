package dev.millrace.app.shell;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;

/**
 * One tab: a view with a name that can be docked, moved, closed and found again. FX thread only.
 */
public interface DockItem {
  /**
   * Names it, also after a restart: its kind, a colon, and what it shows, such as {@code
   * editor:models/orders.sql}.
   */
  String id();

  /** What the tab says. */
  ObservableValue<String> title();

  Ikon icon();

  Place place();

  /** The same region at every call. */
  Region view();

  /** Whether closing it would lose something; marked in the tab. */
  default ReadOnlyBooleanProperty unsaved() {
    return new ReadOnlyBooleanWrapper(false).getReadOnlyProperty();
  }

  /** What the item can do of the commands that mean the active item, by the command's id. */
  default Map<String, Action> actions() {
    return Map.of();
  }

  /** Puts the keyboard where the user would expect it. */
  default void focus() {
    view().requestFocus();
  }

  /** Asks whether the item may go, when something would be lost. */
  default CompletionStage<Boolean> mayClose() {
    return CompletableFuture.completedStage(true);
  }

  /** The tab has gone: ends what the item runs. */
  default void closed() {}
}
