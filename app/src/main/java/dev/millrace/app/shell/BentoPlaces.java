package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.settings.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.control.SplitPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import software.coley.bentofx.Bento;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.layout.DockContainer;
import software.coley.bentofx.layout.container.DockContainerBranch;
import software.coley.bentofx.layout.container.DockContainerLeaf;
import software.coley.bentofx.layout.container.DockContainerRootBranch;
import software.coley.bentofx.path.DockContainerPath;

/**
 * The tree of places: the project at the left, documents in the middle with what goes with them at
 * their right, results below. Places that are empty take no room, and come back when needed.
 */
final class BentoPlaces {
  private static final String ROOT = "root";
  private static final String MIDDLE = "middle";
  private static final String UPPER = "upper";
  private static final String CENTER = "center";
  private static final String LEFT = "left";
  private static final String RIGHT = "right";
  private static final String BOTTOM = "bottom";
  private static final Set<String> NEEDED = Set.of(ROOT, MIDDLE, UPPER, CENTER);

  private static final Duration SETTLED = Duration.seconds(2);
  private static final double LEFT_WIDTH = 250;
  private static final double RIGHT_WIDTH = 420;
  private static final double BOTTOM_HEIGHT = 320;

  private final Bento bento;
  private final DockContainerRootBranch root;

  BentoPlaces(Bento bento, DockContainerRootBranch root) {
    this.bento = requireNonNull(bento, "bento");
    this.root = requireNonNull(root, "root");
    DockContainerBranch middle = branch(MIDDLE, Orientation.VERTICAL);
    DockContainerBranch upper = branch(UPPER, Orientation.HORIZONTAL);
    upper.addContainer(leaf(CENTER));
    middle.addContainer(upper);
    root.setOrientation(Orientation.HORIZONTAL);
    root.addContainer(middle);
  }

  /** Where an item of this place goes; the place is made when it is not there. */
  DockContainerLeaf leafFor(Place place) {
    return switch (place) {
      case CENTER -> find(CENTER).orElseGet(() -> added(UPPER, 0, CENTER, 0));
      case LEFT -> find(LEFT).orElseGet(() -> added(ROOT, 0, LEFT, LEFT_WIDTH));
      case RIGHT -> find(RIGHT).orElseGet(() -> added(UPPER, -1, RIGHT, RIGHT_WIDTH));
      case BOTTOM -> find(BOTTOM).orElseGet(() -> added(MIDDLE, -1, BOTTOM, BOTTOM_HEIGHT));
    };
  }

  Layout layout() {
    return read(root);
  }

  /** Builds the tree anew; a layout that lacks a place of ours is not used. */
  void restore(Layout layout, Function<String, Optional<Dockable>> make) {
    Set<String> names = new HashSet<>();
    names(layout, names);
    if (!(layout instanceof Layout.Split top) || !names.containsAll(NEEDED)) {
      return;
    }
    List.copyOf(root.getChildContainers()).forEach(root::removeContainer);
    fill(root, top, make);
  }

  private DockContainerLeaf added(String parent, int index, String name, double size) {
    DockContainerBranch branch = branchNamed(parent);
    DockContainerLeaf leaf = leaf(name);
    branch.addContainer(index < 0 ? branch.getChildContainers().size() : index, leaf);
    if (size > 0) {
      SplitPane.setResizableWithParent(leaf, false);
      size(branch, leaf, size);
    }
    return leaf;
  }

  /**
   * Gives a new place its size. While a window comes up its splits are laid out several times, and
   * each time what was asked for before counts as a share of the whole, so it is asked for again.
   */
  private static void size(DockContainerBranch branch, DockContainerLeaf leaf, double size) {
    Runnable apply = () -> divide(branch, leaf, size);
    ChangeListener<Bounds> resized = (property, before, now) -> Platform.runLater(apply);
    branch.layoutBoundsProperty().addListener(resized);
    PauseTransition settled = new PauseTransition(SETTLED);
    settled.setOnFinished(event -> branch.layoutBoundsProperty().removeListener(resized));
    settled.play();
    Platform.runLater(apply);
  }

  private static void divide(DockContainerBranch branch, DockContainerLeaf leaf, double size) {
    double whole =
        branch.getOrientation() == Orientation.VERTICAL ? branch.getHeight() : branch.getWidth();
    // BentoFX keeps its own list in the order of adding; what stands first is first among the
    // items.
    int index = branch.getItems().indexOf(leaf);
    int dividers = branch.getDividers().size();
    if (index >= 0 && dividers > 0 && whole > size) {
      boolean first = index == 0;
      branch.setDividerPosition(first ? 0 : index - 1, first ? size / whole : 1 - size / whole);
    }
  }

  private DockContainerBranch branchNamed(String name) {
    if (name.equals(ROOT)) {
      return root;
    }
    DockContainerPath path = bento.search().container(name);
    return path != null && path.tailContainer() instanceof DockContainerBranch branch
        ? branch
        : root;
  }

  private Optional<DockContainerLeaf> find(String name) {
    @Nullable DockContainerPath path = bento.search().container(name);
    return path != null && path.tailContainer() instanceof DockContainerLeaf leaf
        ? Optional.of(leaf)
        : Optional.empty();
  }

  private DockContainerBranch branch(String name, Orientation orientation) {
    DockContainerBranch branch = bento.dockBuilding().branch(name);
    branch.setOrientation(orientation);
    branch.setPruneWhenEmpty(!NEEDED.contains(name));
    return branch;
  }

  private DockContainerLeaf leaf(String name) {
    DockContainerLeaf leaf = bento.dockBuilding().leaf(name);
    leaf.setPruneWhenEmpty(!NEEDED.contains(name));
    leaf.setSide(Side.TOP);
    return leaf;
  }

  private static Layout read(DockContainer container) {
    if (container instanceof DockContainerBranch branch) {
      return new Layout.Split(
          branch.getIdentifier(),
          branch.getOrientation() == Orientation.VERTICAL,
          Arrays.stream(branch.getDividerPositions()).boxed().toList(),
          // The order on the screen, which is not the order BentoFX keeps its children in.
          branch.getItems().stream()
              .filter(DockContainer.class::isInstance)
              .map(DockContainer.class::cast)
              .map(BentoPlaces::read)
              .toList());
    }
    DockContainerLeaf leaf = (DockContainerLeaf) container;
    return new Layout.Tabs(
        leaf.getIdentifier(),
        leaf.getDockables().stream().map(Dockable::getIdentifier).toList(),
        Optional.ofNullable(leaf.getSelectedDockable()).map(Dockable::getIdentifier));
  }

  private static void names(Layout layout, Set<String> found) {
    switch (layout) {
      case Layout.Split split -> {
        found.add(split.name());
        split.parts().forEach(part -> names(part, found));
      }
      case Layout.Tabs tabs -> found.add(tabs.name());
    }
  }

  private void fill(
      DockContainerBranch branch, Layout.Split split, Function<String, Optional<Dockable>> make) {
    List<Double> dividers = new ArrayList<>(split.dividers());
    for (Layout part : split.parts()) {
      switch (part) {
        case Layout.Split inner -> {
          DockContainerBranch child =
              branch(
                  inner.name(), inner.vertical() ? Orientation.VERTICAL : Orientation.HORIZONTAL);
          branch.addContainer(child);
          fill(child, inner, make);
          if (child.getChildContainers().isEmpty() && child.doPruneWhenEmpty()) {
            branch.removeContainer(child);
          }
        }
        case Layout.Tabs tabs -> {
          List<Dockable> made =
              tabs.items().stream().flatMap(id -> make.apply(id).stream()).toList();
          if (!made.isEmpty() || NEEDED.contains(tabs.name())) {
            DockContainerLeaf leaf = leaf(tabs.name());
            branch.addContainer(leaf);
            made.forEach(leaf::addDockable);
            SplitPane.setResizableWithParent(leaf, NEEDED.contains(tabs.name()));
            made.stream()
                .filter(item -> tabs.selected().filter(item.getIdentifier()::equals).isPresent())
                .findFirst()
                .ifPresent(leaf::selectDockable);
          }
        }
      }
    }
    if (dividers.size() == branch.getDividers().size()) {
      branch.setDividerPositions(dividers.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
