package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.shell.Workspace;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.work.Works;
import dev.millrace.engine.problem.SourcePosition;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Everything this package adds to a window that is open on a project. FX thread only. */
public final class StateFeature implements AutoCloseable {
  /** The id of the tab. */
  public static final String ITEM = "state:project";

  private final Text text = Text.beside(StateFeature.class);
  private final OpenProject project;
  private final Workspace workspace;
  private final Function<@Nullable DockItem, Optional<String>> modelOf;
  private final Runnable startLocal;
  private final Consumer<SourcePosition> openSource;
  private final StateModel model;
  private final Subscription watched;
  private final ChangeListener<ProjectState> projectListener = (state, was, now) -> read();
  private @Nullable StateItem item;
  private boolean opened;

  /**
   * @param cluster how the target stands
   * @param fx the FX thread
   * @param modelOf the unique id of the model whose file is edited in a tab
   * @param startLocal starts the local cluster
   * @param openSource shows a place in a file of the project
   */
  public StateFeature(
      OpenProject project,
      ObservableValue<ClusterSnapshot> cluster,
      Works works,
      Workspace workspace,
      Executor fx,
      InstantSource clock,
      Function<@Nullable DockItem, Optional<String>> modelOf,
      Runnable startLocal,
      Consumer<SourcePosition> openSource) {
    this.project = requireNonNull(project, "project");
    this.workspace = requireNonNull(workspace, "workspace");
    this.modelOf = requireNonNull(modelOf, "modelOf");
    this.startLocal = requireNonNull(startLocal, "startLocal");
    this.openSource = requireNonNull(openSource, "openSource");
    this.model =
        new StateModel(
            new EngineMemories(project, text), project.restricted(), works, fx, clock, text);
    this.watched = cluster.subscribe(model::see);
    project.state().addListener(projectListener);
  }

  /** Kinds of tabs. */
  public List<ItemKind> kinds() {
    return List.of(
        new ItemKind(
            "state", name -> ITEM.endsWith(":" + name) ? Optional.of(item()) : Optional.empty()));
  }

  /** What a user can do. */
  public List<Command> commands() {
    return List.of(
        Command.everywhere(
            "state.show",
            text.get("group"),
            text.get("command.show"),
            Optional.of("Shortcut+Shift+R"),
            Action.always(this::showActive)),
        Command.everywhere(
            "state.read",
            text.get("group"),
            text.get("command.read"),
            Optional.empty(),
            Action.always(
                () -> {
                  Optional<DockItem> unused = workspace.open(ITEM);
                  model.look();
                })));
  }

  /**
   * Shows what the job of a model remembers.
   *
   * @param uniqueId of the model, or of a job that fills the tables of several
   */
  public void show(String uniqueId) {
    model.choose(uniqueId);
    Optional<DockItem> unused = workspace.open(ITEM);
  }

  @Override
  public void close() {
    model.closed();
    watched.unsubscribe();
    project.state().removeListener(projectListener);
  }

  /** Of the model that somebody works on, if its job is known. */
  private void showActive() {
    modelOf.apply(workspace.active().getValue()).ifPresent(model::choose);
    Optional<DockItem> unused = workspace.open(ITEM);
  }

  private StateItem item() {
    StateItem known = item;
    if (known == null) {
      StateView view = new StateView(text, model, startLocal, openSource);
      known = new StateItem(text.get("title"), view, this::closed);
      item = known;
    }
    opened = true;
    read();
    return known;
  }

  private void closed() {
    opened = false;
    model.closed();
  }

  /** A tab of the last time may be there before the project has been read. */
  private void read() {
    if (opened && !(project.state().get() instanceof ProjectState.Opening)) {
      model.opened();
    }
  }
}
