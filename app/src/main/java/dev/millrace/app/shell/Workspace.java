package dev.millrace.app.shell;

import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * Where items are docked. The docking library stands behind this and nowhere else. FX thread only.
 */
public interface Workspace {
  /**
   * Shows an item and makes it the active one; makes it first when it is not open, by the kind its
   * id begins with.
   *
   * @return empty when no kind of that name is known, or it says there is no such thing any more
   */
  Optional<DockItem> open(String id);

  /** Shows an item that was made elsewhere. */
  void show(DockItem item);

  /** Asks the item and removes it. */
  void close(DockItem item);

  /** Open items, in the order of their tabs. */
  List<DockItem> items();

  /** The item the user works in; null when there is none. */
  ObservableValue<@Nullable DockItem> active();

  /** Makes a kind of items known. */
  void register(ItemKind kind);
}
