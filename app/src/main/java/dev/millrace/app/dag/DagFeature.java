package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.themes.Theme;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/** The graph for the window: one tab and its commands. FX thread only. */
public final class DagFeature {
  /** The id of the tab. */
  public static final String ITEM = "dag:project";

  static final String FIT = "dag.fit";
  static final String ZOOM_IN = "dag.zoom-in";
  static final String ZOOM_OUT = "dag.zoom-out";
  static final String FOCUS = "dag.focus";
  static final String SELECT = "dag.select";
  static final String SWITCH = "dag.switch";

  private final Text text = Text.beside(DagFeature.class);
  private final ObservableValue<ProjectState> project;
  private final ObservableValue<ClusterSnapshot> cluster;
  private final ObservableValue<Theme> theme;
  private final Consumer<String> show;
  private final Consumer<SourcePosition> open;
  private final Executor background;

  /**
   * @param project what is known of the project's folder
   * @param cluster how the target stands
   * @param show shows the tab of an id, such as {@code workspace::open}
   * @param open opens a file of the project at a place
   * @param background for layouts; the first call warms them up there
   */
  public DagFeature(
      ObservableValue<ProjectState> project,
      ObservableValue<ClusterSnapshot> cluster,
      ObservableValue<Theme> theme,
      Consumer<String> show,
      Consumer<SourcePosition> open,
      Executor background) {
    this.project = requireNonNull(project, "project");
    this.cluster = requireNonNull(cluster, "cluster");
    this.theme = requireNonNull(theme, "theme");
    this.show = requireNonNull(show, "show");
    this.open = requireNonNull(open, "open");
    this.background = requireNonNull(background, "background");
    background.execute(() -> new DagLayout().warmUp());
  }

  public List<ItemKind> kinds() {
    return List.of(
        new ItemKind(
            "dag", rest -> rest.equals("project") ? Optional.of(item()) : Optional.empty()));
  }

  public List<Command> commands() {
    String group = text.get("group");
    return List.of(
        Command.everywhere(
            "dag.open",
            group,
            text.get("command.open"),
            Optional.of("Shortcut+Shift+G"),
            Action.always(() -> show.accept(ITEM))),
        Command.ofActiveItem(FIT, group, text.get("command.fit"), Optional.empty()),
        Command.ofActiveItem(ZOOM_IN, group, text.get("command.zoom-in"), Optional.empty()),
        Command.ofActiveItem(ZOOM_OUT, group, text.get("command.zoom-out"), Optional.empty()),
        Command.ofActiveItem(FOCUS, group, text.get("command.focus"), Optional.empty()),
        Command.ofActiveItem(SELECT, group, text.get("command.select"), Optional.empty()),
        Command.ofActiveItem(SWITCH, group, text.get("command.switch"), Optional.empty()));
  }

  private DagTab item() {
    DagModel model = new DagModel(background, Fx.THREAD);
    DagView view = new DagView(model, theme, id -> open(model, id));
    return new DagTab(
        model,
        view,
        text.get("title"),
        List.of(
            project.subscribe(state -> model.show(state)),
            cluster.subscribe(snapshot -> model.show(snapshot))));
  }

  private void open(DagModel model, String id) {
    model
        .picture()
        .get()
        .graph()
        .indexOf(id)
        .ifPresent(
            at -> open.accept(SourcePosition.of(model.picture().get().graph().node(at).file())));
  }
}
