package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import java.util.Map;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** The lag of models as a tab. */
final class LagTab implements DockItem {
  private final LagView view;
  private final ReadOnlyStringWrapper title;
  private final Subscription feed;

  /**
   * @param feed what fills the model, ended with the tab
   */
  LagTab(LagView view, String title, Subscription feed) {
    this.view = requireNonNull(view, "view");
    this.title = new ReadOnlyStringWrapper(title);
    this.feed = requireNonNull(feed, "feed");
  }

  @Override
  public String id() {
    return LagFeature.ITEM;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.CHART_LINE;
  }

  @Override
  public Place place() {
    return Place.BOTTOM;
  }

  @Override
  public Region view() {
    return view;
  }

  @Override
  public Map<String, Action> actions() {
    return Map.of(LagFeature.SWITCH, Action.always(view::switchFace));
  }

  @Override
  public void focus() {
    view.focusContent();
  }

  @Override
  public void closed() {
    feed.unsubscribe();
  }
}
