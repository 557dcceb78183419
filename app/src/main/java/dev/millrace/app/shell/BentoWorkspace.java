package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.settings.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import software.coley.bentofx.Bento;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.layout.container.DockContainerLeaf;
import software.coley.bentofx.layout.container.DockContainerRootBranch;
import software.coley.bentofx.path.DockablePath;

/** The workspace on BentoFX. */
public final class BentoWorkspace implements Workspace {
  /** Style class of the whole, and id for tests. */
  public static final String ID = "workspace";

  private final Text text = Text.beside(BentoWorkspace.class);
  private final Bento bento = new Bento();
  private final DockContainerRootBranch root;
  private final BentoPlaces places;
  private final Map<String, ItemKind> kinds = new LinkedHashMap<>();
  private final Map<String, DockItem> items = new LinkedHashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable DockItem> active =
      new ReadOnlyObjectWrapper<>(null);
  private final Runnable changed;

  /**
   * @param placeholder makes what the middle shows while no document is open
   * @param changed told when items come, go or move, to remember it
   */
  public BentoWorkspace(Supplier<Node> placeholder, Runnable changed) {
    this.changed = requireNonNull(changed, "changed");
    this.root = bento.dockBuilding().root("root");
    root.setId(ID);
    root.setPruneWhenEmpty(false);
    bento.placeholderBuilding().setContainerPlaceholderFactory(leaf -> placeholder.get());
    bento.registerRoot(root);
    this.places = new BentoPlaces(bento, root);
    bento.events().addDockableSelectListener((path, dockable) -> selected(dockable));
    bento.events().addDockableCloseListener(this::removed);
    bento.events().addDockableMoveListener((dockable, from, to) -> changed.run());
    root.sceneProperty()
        .addListener(
            (property, before, scene) -> {
              if (scene != null) {
                scene
                    .focusOwnerProperty()
                    .addListener((owner, old, focused) -> focusMoved(focused));
              }
            });
  }

  /** What the window shows. */
  public Region view() {
    return root;
  }

  @Override
  public void register(ItemKind kind) {
    if (kinds.putIfAbsent(kind.name(), kind) != null) {
      throw new IllegalArgumentException("two kinds are called " + kind.name());
    }
  }

  @Override
  public Optional<DockItem> open(String id) {
    DockItem known = items.get(id);
    Optional<DockItem> item = known == null ? make(id) : Optional.of(known);
    item.ifPresent(this::show);
    return item;
  }

  @Override
  public void show(DockItem item) {
    if (items.putIfAbsent(item.id(), item) == null) {
      places.leafFor(item.place()).addDockable(dockable(item));
      changed.run();
    }
    Dockable dockable = requireNonNull(bento.search().dockable(item.id())).dockable();
    DockContainerLeaf leaf = dockable.getContainer();
    if (leaf != null) {
      if (leaf.isCollapsed()) {
        leaf.toggleCollapse(dockable);
      }
      leaf.selectDockable(dockable);
    }
    active.set(item);
    item.focus();
  }

  @Override
  public void close(DockItem item) {
    DockablePath path = bento.search().dockable(item.id());
    if (path != null) {
      DockContainerLeaf leaf = path.dockable().getContainer();
      if (leaf != null) {
        leaf.closeDockable(path.dockable());
      }
    }
  }

  @Override
  public List<DockItem> items() {
    List<DockItem> open = new ArrayList<>();
    for (DockablePath path : bento.search().allDockables()) {
      DockItem item = items.get(path.dockable().getIdentifier());
      if (item != null) {
        open.add(item);
      }
    }
    return List.copyOf(open);
  }

  @Override
  public ObservableValue<@Nullable DockItem> active() {
    return active.getReadOnlyProperty();
  }

  /** How items are arranged now. */
  public Layout layout() {
    return places.layout();
  }

  /**
   * Arranges items as they were; those that no longer exist are left out. What is open already
   * stays open, at its old place where it had one.
   */
  public void restore(Layout layout) {
    Map<String, DockItem> early = new LinkedHashMap<>(items);
    places.restore(
        layout,
        id -> {
          Optional<DockItem> item = early.containsKey(id) ? Optional.of(early.get(id)) : made(id);
          return item.map(this::dockable);
        });
    for (DockItem item : early.values()) {
      if (bento.search().dockable(item.id()) == null) {
        places.leafFor(item.place()).addDockable(dockable(item));
      }
      show(item);
    }
  }

  /** An item of the layout; one that stands in it twice is made once. */
  private Optional<DockItem> made(String id) {
    Optional<DockItem> item = items.containsKey(id) ? Optional.empty() : make(id);
    item.ifPresent(made -> items.put(id, made));
    return item;
  }

  /** Ends every item without asking, since the window goes or another folder is opened. */
  public void dispose() {
    List.copyOf(items.values()).forEach(DockItem::closed);
    items.clear();
    bento.unregisterRoot(root);
  }

  private Optional<DockItem> make(String id) {
    int colon = id.indexOf(':');
    ItemKind kind = kinds.get(colon < 0 ? id : id.substring(0, colon));
    return kind == null ? Optional.empty() : kind.make().apply(id.substring(colon + 1));
  }

  private Dockable dockable(DockItem item) {
    Dockable dockable = bento.dockBuilding().dockable(item.id());
    dockable.setNode(item.view());
    dockable.setTooltip(new Tooltip(item.id().substring(item.id().indexOf(':') + 1)));
    dockable.setIconFactory(shown -> new FontIcon(item.icon()));
    dockable.setContextMenuFactory(shown -> menu(item));
    dockable.setClosable(item.place() != Place.LEFT);
    title(dockable, item);
    item.title().addListener((property, before, title) -> title(dockable, item));
    item.unsaved().addListener((property, before, unsaved) -> title(dockable, item));
    return dockable;
  }

  private static void title(Dockable dockable, DockItem item) {
    dockable.setTitle((item.unsaved().get() ? "\u25cf " : "") + item.title().getValue());
  }

  private ContextMenu menu(DockItem item) {
    MenuItem close = new MenuItem(text.get("tab.close"));
    close.setOnAction(event -> close(item));
    MenuItem others = new MenuItem(text.get("tab.close-others"));
    others.setOnAction(
        event ->
            items().stream()
                .filter(other -> other != item && other.place() == item.place())
                .forEach(this::close));
    return new ContextMenu(close, others);
  }

  private void selected(@Nullable Dockable dockable) {
    DockItem item = dockable == null ? null : items.get(dockable.getIdentifier());
    if (item != null) {
      active.set(item);
    }
    changed.run();
  }

  /** A click into a view makes its item the active one. */
  private void focusMoved(@Nullable Node focused) {
    for (Node node = focused; node != null; node = node.getParent()) {
      for (DockItem item : items.values()) {
        if (item.view() == node) {
          active.set(item);
          return;
        }
      }
    }
  }

  /** BentoFX asks nobody before it closes a tab, so one that must stay is put back. */
  private void removed(DockablePath path, Dockable dockable) {
    DockItem item = items.get(dockable.getIdentifier());
    if (item == null) {
      return;
    }
    DockContainerLeaf leaf = path.leafContainer();
    item.mayClose()
        .thenAccept(
            may -> {
              if (may) {
                items.remove(item.id());
                if (active.get() == item) {
                  active.set(null);
                }
                item.closed();
                changed.run();
              } else {
                DockContainerLeaf home =
                    leaf == null || leaf.getScene() == null ? places.leafFor(item.place()) : leaf;
                home.addDockable(dockable);
                home.selectDockable(dockable);
              }
            });
  }
}
