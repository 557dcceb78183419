package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.themes.Theme;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The picture, with pointer and wheel. Repaints once a frame at most, and only when needed. */
final class DagCanvas extends Region {
  private static final double STEP = 1.25;
  private static final double SLACK = 4;

  private final DagModel model;
  private final DagPainter painter;
  private final ObservableValue<Theme> theme;
  private final Consumer<String> open;
  private final Canvas canvas = new Canvas();
  private final ReadOnlyObjectWrapper<Viewport> viewport =
      new ReadOnlyObjectWrapper<>(new Viewport(1, 0, 0));
  private final ObjectProperty<OptionalInt> hovered =
      new SimpleObjectProperty<>(OptionalInt.empty());
  private final AnimationTimer frame =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          stop();
          paint();
        }
      };

  private Placement shown = Placement.EMPTY;

  /** What the last fit showed: as long as nobody has looked elsewhere, a new size is fitted too. */
  private @Nullable Viewport fitted;

  private double pressedX;
  private double pressedY;
  private double lastX;
  private double lastY;
  private boolean dragging;

  /**
   * @param open opens the file of a node, by its unique id
   */
  DagCanvas(
      DagModel model, DagPainter painter, ObservableValue<Theme> theme, Consumer<String> open) {
    this.model = requireNonNull(model, "model");
    this.painter = requireNonNull(painter, "painter");
    this.theme = requireNonNull(theme, "theme");
    this.open = requireNonNull(open, "open");
    getChildren().add(canvas);
    getStyleClass().add("dag-canvas");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.NODE);
    setMinSize(0, 0);
    model.picture().subscribe(this::take);
    model
        .selected()
        .subscribe(
            id -> {
              reveal();
              repaint();
            });
    model.focused().subscribe(on -> repaint());
    model.chosen().subscribe(ids -> repaint());
    theme.subscribe(look -> repaint());
    viewport.subscribe(view -> repaint());
    hovered.subscribe(node -> repaint());
    setOnMousePressed(this::pressed);
    setOnMouseDragged(this::dragged);
    setOnMouseReleased(this::released);
    setOnMouseMoved(event -> hovered.set(nodeAt(event.getX(), event.getY())));
    setOnMouseExited(event -> hovered.set(OptionalInt.empty()));
    setOnScroll(this::scrolled);
  }

  /** What part of the picture is seen. */
  ReadOnlyObjectProperty<Viewport> viewport() {
    return viewport.getReadOnlyProperty();
  }

  /** The node under the pointer. */
  ReadOnlyObjectProperty<OptionalInt> hovered() {
    return hovered;
  }

  /** Shows the whole graph. */
  void fit() {
    Viewport whole = Viewport.fitting(shown.bounds(), getWidth(), getHeight());
    fitted = whole;
    viewport.set(whole);
  }

  void enlarge() {
    zoom(STEP);
  }

  void shrink() {
    zoom(1 / STEP);
  }

  /** Moves the picture by pixels. */
  void pan(double dx, double dy) {
    viewport.set(viewport.get().movedBy(dx, dy));
  }

  /** Puts the selected node in the middle, large enough to be read. */
  void center() {
    model
        .selectedIndex()
        .ifPresent(
            at -> {
              Viewport view = viewport.get();
              double scale = Math.max(view.scale(), 0.8);
              viewport.set(
                  new Viewport(scale, view.x(), view.y())
                      .centeredOn(shown.box(at), getWidth(), getHeight()));
            });
  }

  private void zoom(double factor) {
    OptionalInt selected = model.selectedIndex();
    double x = getWidth() / 2;
    double y = getHeight() / 2;
    if (selected.isPresent() && isOnScreen(shown.box(selected.getAsInt()))) {
      Box box = shown.box(selected.getAsInt());
      x = viewport.get().screenX(box.centerX());
      y = viewport.get().screenY(box.centerY());
    }
    viewport.set(viewport.get().zoomedAround(x, y, factor));
  }

  private boolean isOnScreen(Box box) {
    return box.meets(viewport.get().seen(getWidth(), getHeight()));
  }

  private void take(DagPicture picture) {
    Placement next = picture.placement();
    if (!next.equals(shown)) {
      Placement before = shown;
      shown = next;
      hovered.set(OptionalInt.empty());
      if (isAnother(before, next)) {
        fitted = null;
        stayFitted();
      } else {
        hold(before, next);
      }
    }
    repaint();
  }

  /** Whether hardly anything of what was shown is still there. */
  private static boolean isAnother(Placement before, Placement next) {
    long kept =
        next.graph().nodes().stream().filter(node -> before.boxOf(node.id()).isPresent()).count();
    return before.size() == 0 || kept * 3 < Math.min(before.size(), next.size());
  }

  /** Keeps what the user looks at where it is on the screen while the picture changes. */
  private void hold(Placement before, Placement next) {
    Box seen = viewport.get().seen(getWidth(), getHeight());
    String anchor = model.selected().get();
    if (anchor == null || before.boxOf(anchor).isEmpty() || next.boxOf(anchor).isEmpty()) {
      anchor = null;
      double least = Double.POSITIVE_INFINITY;
      for (int at = 0; at < before.size(); at++) {
        Box box = before.box(at);
        double far = Math.hypot(box.centerX() - seen.centerX(), box.centerY() - seen.centerY());
        String id = before.graph().node(at).id();
        if (far < least && next.boxOf(id).isPresent()) {
          least = far;
          anchor = id;
        }
      }
    }
    if (anchor == null) {
      fit();
      return;
    }
    Box from = before.boxOf(anchor).orElseThrow();
    Box to = next.boxOf(anchor).orElseThrow();
    double scale = viewport.get().scale();
    pan((from.x() - to.x()) * scale, (from.y() - to.y()) * scale);
    if (!next.bounds().meets(viewport.get().seen(getWidth(), getHeight()))) {
      fit();
    }
  }

  private void stayFitted() {
    boolean untouched = fitted == null || viewport.get().equals(fitted);
    if (untouched && shown.size() > 0 && getWidth() > 0 && getHeight() > 0) {
      fit();
    }
  }

  private void reveal() {
    model
        .selectedIndex()
        .ifPresent(
            at -> viewport.set(viewport.get().revealing(shown.box(at), getWidth(), getHeight())));
  }

  private OptionalInt nodeAt(double x, double y) {
    Viewport view = viewport.get();
    return DagHit.nodeAt(shown, view.pictureX(x), view.pictureY(y), SLACK / view.scale());
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    pressedX = event.getX();
    pressedY = event.getY();
    lastX = pressedX;
    lastY = pressedY;
    dragging = false;
  }

  private void dragged(MouseEvent event) {
    if (!dragging && Math.hypot(event.getX() - pressedX, event.getY() - pressedY) < SLACK) {
      return;
    }
    dragging = true;
    pan(event.getX() - lastX, event.getY() - lastY);
    lastX = event.getX();
    lastY = event.getY();
  }

  private void released(MouseEvent event) {
    if (dragging) {
      return;
    }
    OptionalInt node = nodeAt(event.getX(), event.getY());
    if (node.isEmpty()) {
      if (event.getButton() == MouseButton.PRIMARY) {
        model.selected().set(null);
        model.focused().set(false);
      }
      return;
    }
    String id = shown.graph().node(node.getAsInt()).id();
    model.selected().set(id);
    if (event.getButton() == MouseButton.PRIMARY && !event.isShortcutDown()) {
      open.accept(id);
    }
  }

  private void scrolled(ScrollEvent event) {
    if (event.isShiftDown()) {
      // Platforms turn the wheel sideways with Shift, or leave that to us.
      pan(event.getDeltaX() == 0 ? event.getDeltaY() : event.getDeltaX(), 0);
    } else if (event.getDeltaY() != 0) {
      viewport.set(
          viewport
              .get()
              .zoomedAround(event.getX(), event.getY(), Math.pow(1.0025, event.getDeltaY())));
    }
    event.consume();
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    stayFitted();
    repaint();
  }

  private void repaint() {
    frame.start();
  }

  private void paint() {
    if (canvas.getWidth() <= 0 || canvas.getHeight() <= 0) {
      return;
    }
    painter.paint(
        canvas.getGraphicsContext2D(),
        canvas.getWidth(),
        canvas.getHeight(),
        model.picture().get(),
        viewport.get(),
        Emphasis.of(model, hovered.get()),
        Objects.requireNonNull(theme.getValue(), "theme").palette());
  }
}
