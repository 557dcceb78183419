package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** What jobs remember, as a tab; there is one, which may be closed and opened again. */
final class StateItem implements DockItem {
  private final ReadOnlyStringWrapper title;
  private final StateView view;
  private final Runnable closed;

  /**
   * @param closed called when the tab has gone
   */
  StateItem(String title, StateView view, Runnable closed) {
    this.title = new ReadOnlyStringWrapper(title);
    this.view = requireNonNull(view, "view");
    this.closed = requireNonNull(closed, "closed");
  }

  @Override
  public String id() {
    return StateFeature.ITEM;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.DATA_BASE;
  }

  @Override
  public Place place() {
    return Place.CENTER;
  }

  @Override
  public Region view() {
    return view;
  }

  @Override
  public void focus() {
    view.focusList();
  }

  @Override
  public void closed() {
    closed.run();
  }
}
