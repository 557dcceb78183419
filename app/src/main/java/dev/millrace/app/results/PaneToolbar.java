package dev.millrace.app.results;

import dev.millrace.app.fx.Text;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** The buttons of a pane. */
public final class PaneToolbar extends HBox {
  /** Id of the button that reads a snapshot. */
  public static final String SNAPSHOT_ID = "result-snapshot";

  /** Id of the button that follows live. */
  public static final String LIVE_ID = "result-live";

  /** Id of the button that keeps the view still. */
  public static final String PAUSE_ID = "result-pause";

  /** Id of the button that ends the query. */
  public static final String STOP_ID = "result-stop";

  /** Id of the button that shows the changelog. */
  public static final String CHANGELOG_ID = "result-changelog";

  /** Id of the button that exports. */
  public static final String EXPORT_ID = "result-export";

  private final Text text = Text.beside(PaneToolbar.class);
  private final ToggleButton follow = toggle("follow", CarbonIcons.ARROW_DOWN);

  /**
   * @param run reads the rows in a mode
   */
  public PaneToolbar(PaneModel model, Consumer<Mode> run, Runnable export) {
    getStyleClass().add("result-toolbar");
    setAlignment(Pos.CENTER_LEFT);
    BooleanBinding active =
        Bindings.createBooleanBinding(() -> model.state().get().phase().isActive(), model.state());
    BooleanBinding live =
        Bindings.createBooleanBinding(() -> model.state().get().mode() == Mode.LIVE, model.state());

    Button snapshot = button("mode.SNAPSHOT", CarbonIcons.CAMERA, SNAPSHOT_ID);
    snapshot.setOnAction(event -> run.accept(Mode.SNAPSHOT));
    Button follows = button("mode.LIVE", CarbonIcons.PLAY, LIVE_ID);
    follows.setOnAction(event -> run.accept(Mode.LIVE));

    ToggleButton table = toggle("face.TABLE", CarbonIcons.TABLE);
    ToggleButton changelog = toggle("face.CHANGELOG", CarbonIcons.LIST);
    changelog.setId(CHANGELOG_ID);
    table.getStyleClass().add("left-pill");
    changelog.getStyleClass().add("right-pill");
    ToggleGroup faces = new ToggleGroup();
    faces.getToggles().addAll(table, changelog);
    table.setOnAction(event -> model.face().set(Face.TABLE));
    changelog.setOnAction(event -> model.face().set(Face.CHANGELOG));
    model.face().subscribe(face -> faces.selectToggle(face == Face.TABLE ? table : changelog));
    table.disableProperty().bind(live.not());
    changelog.disableProperty().bind(live.not());

    follow.setSelected(true);
    follow.disableProperty().bind(live.not().or(model.face().isEqualTo(Face.TABLE)));

    Button pause = button("pause", CarbonIcons.PAUSE, PAUSE_ID);
    pause.setOnAction(event -> model.paused().set(!model.paused().get()));
    pause
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> text.get(model.paused().get() ? "resume" : "pause"), model.paused()));
    pause.disableProperty().bind(live.not().or(active.not().and(model.paused().not())));
    Button stop = button("stop", CarbonIcons.STOP, STOP_ID);
    stop.setOnAction(event -> model.cancel());
    stop.disableProperty().bind(active.not());

    Button exports = button("export", CarbonIcons.DOWNLOAD, EXPORT_ID);
    exports.setOnAction(event -> export.run());
    exports
        .disableProperty()
        .bind(Bindings.isEmpty(model.rows()).and(Bindings.isEmpty(model.changes())));

    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    HBox pictures = new HBox(table, changelog);
    getChildren()
        .addAll(
            snapshot,
            follows,
            stop,
            new Separator(javafx.geometry.Orientation.VERTICAL),
            pictures,
            follow,
            pause,
            spacer,
            exports);
  }

  /** Whether the changelog scrolls to the newest change. */
  boolean follows() {
    return follow.isSelected() && !follow.isDisabled();
  }

  private Button button(String key, Ikon icon, String id) {
    Button button = new Button(text.get(key), FontIcon.of(icon, 14));
    button.setId(id);
    button.getStyleClass().addAll("small", "flat");
    button.setTooltip(new Tooltip(text.get(key + ".tip")));
    button.setAccessibleText(text.get(key + ".tip"));
    return button;
  }

  private ToggleButton toggle(String key, Ikon icon) {
    ToggleButton button = new ToggleButton(text.get(key), FontIcon.of(icon, 14));
    button.getStyleClass().add("small");
    button.setTooltip(new Tooltip(text.get(key + ".tip")));
    button.setAccessibleText(text.get(key + ".tip"));
    return button;
  }
}
