package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import atlantafx.base.theme.Styles;
import dev.millrace.app.fx.Text;
import dev.millrace.themes.Theme;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** The graph as a picture with its toolbar, or as a tree, or as a table. */
public final class DagView extends BorderPane {
  public static final String ID = "dag";
  public static final String CANVAS_ID = "dag-canvas";
  public static final String MESSAGE_ID = "dag-message";
  public static final String NOTICE_ID = "dag-notice";
  private static final Duration HOVER = Duration.millis(350);
  private static final double KEY_PAN = 60;

  private final Text text = Text.beside(DagView.class);
  private final DagModel model;
  private final Consumer<String> open;
  private final DagCanvas canvas;
  private final DagToolbar toolbar;
  private final HoverCard card = new HoverCard(text);
  private final StackPane middle = new StackPane();
  private final PauseTransition pause = new PauseTransition(HOVER);
  private @Nullable DagTable table;

  /**
   * @param open opens the file of a node, by its unique id
   */
  public DagView(DagModel model, ObservableValue<Theme> theme, Consumer<String> open) {
    this.model = requireNonNull(model, "model");
    this.open = requireNonNull(open, "open");
    setId(ID);
    getStyleClass().add("dag");
    DagPainter painter = new DagPainter(new NodePainter(text, new Glyphs(), new TextFitter()));
    this.canvas = new DagCanvas(model, painter, theme, open);
    canvas.setId(CANVAS_ID);
    this.toolbar = new DagToolbar(model, text, canvas);
    Label message = new Label();
    message.setId(MESSAGE_ID);
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.setWrapText(true);
    message.setMaxWidth(520);
    message.getStyleClass().addAll("muted", "dag-message");
    Label notice = new Label();
    notice.setId(NOTICE_ID);
    notice.textProperty().bind(model.notice());
    notice.visibleProperty().bind(model.notice().isNotEmpty());
    notice.managedProperty().bind(notice.visibleProperty());
    notice.setWrapText(true);
    notice.setMaxWidth(Double.MAX_VALUE);
    notice.getStyleClass().addAll("dag-notice", Styles.SMALL);
    middle.getChildren().addAll(canvas, message, card);
    BorderPane top = new BorderPane();
    top.setTop(toolbar);
    top.setBottom(notice);
    setTop(top);
    setCenter(middle);
    model.face().subscribe(this::face);
    canvas.hovered().subscribe(this::hovers);
    canvas.viewport().subscribe(view -> hideCard());
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    canvas.setOnContextMenuRequested(this::menu);
    model.selected().subscribe(id -> describe());
    model.picture().subscribe(picture -> describe());
    pause.setOnFinished(event -> showCard());
  }

  /** What is shown. */
  public DagModel model() {
    return model;
  }

  /**
   * Where a node is drawn now, in the coordinates of this view; may lie outside of it.
   *
   * @return empty when the node is not in the picture
   */
  public Optional<Bounds> locate(String id) {
    Viewport view = canvas.viewport().get();
    return model
        .picture()
        .get()
        .placement()
        .boxOf(id)
        .map(
            box ->
                new BoundingBox(
                    view.screenX(box.x()),
                    view.screenY(box.y()),
                    box.width() * view.scale(),
                    box.height() * view.scale()))
        .map(onCanvas -> sceneToLocal(canvas.localToScene(onCanvas)));
  }

  /** Pixels per unit of the picture: 1 when texts have their own size. */
  public double scale() {
    return canvas.viewport().get().scale();
  }

  /** Puts the keyboard on what is shown. */
  public void focusContent() {
    if (model.face().get() == DagModel.Face.PICTURE) {
      canvas.requestFocus();
    } else {
      table().view().requestFocus();
    }
  }

  /** Puts the keyboard into the selection box. */
  public void focusSelection() {
    toolbar.focusSelection();
  }

  /** Shows the whole graph. */
  public void fit() {
    canvas.fit();
  }

  public void enlarge() {
    canvas.enlarge();
  }

  public void shrink() {
    canvas.shrink();
  }

  /** Lets only the lineage of the selected node stand out, or everything again. */
  public void toggleFocus() {
    model.focused().set(!model.focused().get() && model.selected().get() != null);
    if (model.focused().get()) {
      canvas.center();
    }
  }

  /** From picture to tree to table to picture. */
  public void nextFace() {
    model.face().set(model.face().get().next());
    focusContent();
  }

  private void face(DagModel.Face face) {
    boolean picture = face == DagModel.Face.PICTURE;
    canvas.setVisible(picture);
    if (!picture || table != null) {
      table().view().setVisible(!picture);
    }
    hideCard();
  }

  /** Made when it is first looked at: a table is felt when the window opens. */
  private DagTable table() {
    DagTable known = table;
    if (known == null) {
      known = new DagTable(model, text, open);
      table = known;
      middle.getChildren().add(1, known.view());
    }
    return known;
  }

  private void describe() {
    canvas.setAccessibleText(text.get("canvas.accessible", model.description()));
  }

  private void hovers(OptionalInt node) {
    hideCard();
    if (node.isPresent()) {
      pause.playFromStart();
    } else {
      pause.stop();
    }
  }

  private void hideCard() {
    card.setVisible(false);
  }

  private void showCard() {
    OptionalInt at = canvas.hovered().get();
    if (at.isEmpty() || at.getAsInt() >= model.picture().get().placement().size()) {
      return;
    }
    Box box = model.picture().get().placement().box(at.getAsInt());
    Viewport view = canvas.viewport().get();
    card.describe(model.picture().get(), at.getAsInt());
    card.placeBeside(
        new Box(
            view.screenX(box.x()),
            view.screenY(box.y()),
            box.width() * view.scale(),
            box.height() * view.scale()),
        middle.getWidth(),
        middle.getHeight());
  }

  private void menu(ContextMenuEvent event) {
    String id = model.selected().get();
    if (id == null) {
      return;
    }
    MenuItem file = new MenuItem(text.get("menu.open"));
    file.setOnAction(chosen -> open.accept(id));
    MenuItem focus = new MenuItem(text.get("menu.focus"));
    focus.setOnAction(chosen -> toggleFocus());
    MenuItem choose = new MenuItem(text.get("menu.choose"));
    String name = id.substring(id.lastIndexOf('.') + 1);
    choose.setOnAction(chosen -> toolbar.choose("+" + name + "+"));
    ContextMenu menu = new ContextMenu(file, focus, choose);
    menu.setAutoHide(true);
    menu.show(canvas, event.getScreenX(), event.getScreenY());
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    Optional<Runnable> action = action(event.getCode(), event.isShiftDown(), event.getText());
    action.ifPresent(
        run -> {
          run.run();
          event.consume();
        });
  }

  private Optional<Runnable> action(KeyCode code, boolean shift, String typed) {
    return Optional.ofNullable(
        switch (code) {
          case LEFT -> shift ? () -> canvas.pan(KEY_PAN, 0) : () -> model.walk(DagWalk.Step.LEFT);
          case RIGHT ->
              shift ? () -> canvas.pan(-KEY_PAN, 0) : () -> model.walk(DagWalk.Step.RIGHT);
          case UP -> shift ? () -> canvas.pan(0, KEY_PAN) : () -> model.walk(DagWalk.Step.UP);
          case DOWN -> shift ? () -> canvas.pan(0, -KEY_PAN) : () -> model.walk(DagWalk.Step.DOWN);
          case ENTER -> this::openSelected;
          case ESCAPE -> this::letGo;
          case F -> this::toggleFocus;
          case DIGIT0, NUMPAD0, HOME -> this::fit;
          case PLUS, ADD, EQUALS -> this::enlarge;
          case MINUS, SUBTRACT -> this::shrink;
          default ->
              // On some keyboards the signs are on keys of other names.
              switch (typed) {
                case "+" -> this::enlarge;
                case "-" -> this::shrink;
                default -> null;
              };
        });
  }

  private void openSelected() {
    String id = model.selected().get();
    if (id != null) {
      open.accept(id);
    }
  }

  private void letGo() {
    if (model.focused().get()) {
      model.focused().set(false);
    } else {
      model.selected().set(null);
    }
  }
}
