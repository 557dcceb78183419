package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.themes.Theme;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/** The lag of models for the window: one tab and its commands. FX thread only. */
public final class LagFeature {
  /** The id of the tab. */
  public static final String ITEM = "lag:project";

  static final String SWITCH = "lag.switch";

  private final Text text = Text.beside(LagFeature.class);
  private final ObservableValue<ClusterSnapshot> cluster;
  private final LagHistory history;
  private final ObservableValue<Theme> theme;
  private final Consumer<String> show;
  private final Executor background;

  /**
   * @param cluster how the target stands
   * @param history such as {@link EngineHistory}
   * @param show shows the tab of an id, such as {@code workspace::open}
   * @param background reads history
   */
  public LagFeature(
      ObservableValue<ClusterSnapshot> cluster,
      LagHistory history,
      ObservableValue<Theme> theme,
      Consumer<String> show,
      Executor background) {
    this.cluster = requireNonNull(cluster, "cluster");
    this.history = requireNonNull(history, "history");
    this.theme = requireNonNull(theme, "theme");
    this.show = requireNonNull(show, "show");
    this.background = requireNonNull(background, "background");
  }

  public List<ItemKind> kinds() {
    return List.of(
        new ItemKind(
            "lag", rest -> rest.equals("project") ? Optional.of(item()) : Optional.empty()));
  }

  public List<Command> commands() {
    String group = text.get("group");
    return List.of(
        Command.everywhere(
            "lag.open",
            group,
            text.get("command.open"),
            Optional.of("Shortcut+Shift+L"),
            Action.always(() -> show.accept(ITEM))),
        Command.ofActiveItem(SWITCH, group, text.get("command.switch"), Optional.empty()));
  }

  private LagTab item() {
    LagModel model = new LagModel(history, background, Fx.THREAD);
    LagView view = new LagView(model, theme);
    return new LagTab(view, text.get("title"), cluster.subscribe(snapshot -> model.show(snapshot)));
  }
}
