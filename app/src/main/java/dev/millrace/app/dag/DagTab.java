package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** The graph as a tab. */
final class DagTab implements DockItem {
  private final DagView view;
  private final ReadOnlyStringWrapper title;
  private final List<Subscription> feeds;
  private final Map<String, Action> actions;

  /**
   * @param feeds what fills the model, ended with the tab
   */
  DagTab(DagModel model, DagView view, String title, List<Subscription> feeds) {
    this.view = requireNonNull(view, "view");
    this.title = new ReadOnlyStringWrapper(title);
    this.feeds = List.copyOf(feeds);
    ObservableBooleanValue pictured =
        Bindings.createBooleanBinding(
            () -> model.face().get() == DagModel.Face.PICTURE, model.face());
    this.actions =
        Map.of(
            DagFeature.FIT,
            new Action(pictured, view::fit),
            DagFeature.ZOOM_IN,
            new Action(pictured, view::enlarge),
            DagFeature.ZOOM_OUT,
            new Action(pictured, view::shrink),
            DagFeature.FOCUS,
            new Action(model.selected().isNotNull(), view::toggleFocus),
            DagFeature.SELECT,
            Action.always(view::focusSelection),
            DagFeature.SWITCH,
            Action.always(view::nextFace));
  }

  @Override
  public String id() {
    return DagFeature.ITEM;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.FLOW;
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
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public void focus() {
    view.focusContent();
  }

  @Override
  public void closed() {
    feeds.forEach(Subscription::unsubscribe);
  }
}
