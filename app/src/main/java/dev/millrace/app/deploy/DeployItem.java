package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;

/** A tab of this package; there is one of each, which may be closed and opened again. */
final class DeployItem implements DockItem {
  private final String id;
  private final ReadOnlyStringWrapper title;
  private final Ikon icon;
  private final Place place;
  private final Region view;
  private final Runnable focus;

  DeployItem(String id, String title, Ikon icon, Place place, Region view, Runnable focus) {
    this.id = requireNonNull(id, "id");
    this.title = new ReadOnlyStringWrapper(title);
    this.icon = requireNonNull(icon, "icon");
    this.place = requireNonNull(place, "place");
    this.view = requireNonNull(view, "view");
    this.focus = requireNonNull(focus, "focus");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return icon;
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Region view() {
    return view;
  }

  @Override
  public void focus() {
    focus.run();
  }
}
