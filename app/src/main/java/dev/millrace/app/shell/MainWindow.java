package dev.millrace.app.shell;

import dev.millrace.app.fx.Text;
import dev.millrace.app.work.Works;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Menus, what is worked in, status bar; and the palette over it. */
public final class MainWindow {
  /** Id of the command that opens the palette. */
  public static final String PALETTE = "view.palette";

  private final BorderPane frame = new BorderPane();
  private final StackPane layers = new StackPane();
  private final VBox top = new VBox();
  private final CommandRegistry registry;
  private final Works works;
  private final List<StatusSegment> segments;

  public MainWindow(
      CommandRegistry registry, Works works, Node content, List<StatusSegment> segments) {
    this.registry = registry;
    this.works = works;
    this.segments = List.copyOf(segments);
    CommandPalette palette = new CommandPalette(layers, registry);
    registry.register(
        Command.everywhere(
            PALETTE,
            Text.beside(MainWindow.class).get("group.view"),
            Text.beside(MainWindow.class).get("command.palette"),
            Optional.of("Shortcut+Shift+P"),
            Action.always(palette::open)));
    frame.setTop(top);
    frame.setCenter(content);
    layers.getChildren().setAll(frame);
  }

  /** Shows something between the menus and what is worked in, such as a warning. */
  public void banner(Node banner) {
    top.getChildren().add(banner);
  }

  /** Takes it away. */
  public void removeBanner(Node banner) {
    top.getChildren().remove(banner);
  }

  /** Puts the window into a scene; all commands must be registered by now. */
  public Parent fill(Scene scene) {
    top.getChildren().addFirst(Menus.of(registry));
    frame.setBottom(new StatusBar(registry, works, segments).view());
    Keymap.install(scene, registry);
    scene.setRoot(layers);
    return layers;
  }
}
