package dev.millrace.app.problems;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import dev.millrace.engine.problem.SourcePosition;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** The list as a tab. */
final class ProblemsTab implements DockItem {
  private final ProblemsView view;
  private final ReadOnlyStringWrapper title;
  private final Subscription feed;

  ProblemsTab(Text text, ObservableValue<ProjectState> project, Consumer<SourcePosition> open) {
    requireNonNull(project, "project");
    this.view = new ProblemsView(text, open);
    this.title = new ReadOnlyStringWrapper(text.get("title"));
    this.feed = project.subscribe(state -> view.show(state.problems()));
  }

  @Override
  public String id() {
    return ProblemsFeature.ITEM;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.WARNING;
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
  public void closed() {
    feed.unsubscribe();
  }
}
