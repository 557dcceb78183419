package dev.millrace.app.tree;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** The files of the project; Enter or a double click opens one. */
public final class ProjectTree implements DockItem {
  /** Id of the item; it has nothing after the colon. */
  public static final String ITEM = "files:";

  /** Id of the tree, for tests. */
  public static final String ID = "project-tree";

  private final Text text = Text.beside(ProjectTree.class);
  private final Path root;
  private final FileScanner scanner;
  private final Consumer<String> open;
  private final Dialogs dialogs;
  private final Executor fx;
  private final TreeView<FileEntry> tree = new TreeView<>();
  private final AtomicBoolean scanning = new AtomicBoolean();

  /**
   * @param open opens a file, told by its path relative to the project
   * @param fx the FX thread
   */
  public ProjectTree(Path root, Consumer<String> open, Dialogs dialogs, Executor fx) {
    this.root = requireNonNull(root, "root");
    this.scanner = new FileScanner(root);
    this.open = requireNonNull(open, "open");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.fx = requireNonNull(fx, "fx");
    tree.setId(ID);
    tree.getStyleClass().addAll("dense", "project-tree");
    tree.setAccessibleText(text.get("title"));
    tree.setCellFactory(view -> new EntryCell());
    tree.setContextMenu(menu());
    tree.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            openSelected();
          } else if (event.getCode() == KeyCode.DELETE) {
            deleteSelected();
          }
        });
    refresh();
  }

  /** Commands of the tree. */
  public List<Command> commands() {
    return List.of(
        Command.everywhere(
            "file.new",
            text.get("group"),
            text.get("new"),
            Optional.of("Shortcut+N"),
            Action.always(this::newFile)));
  }

  /** Looks at the folder again; from any thread, at once or soon. */
  public void refresh() {
    if (scanning.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .start(
              () -> {
                scanning.set(false);
                FileEntry found = scanner.scan();
                fx.execute(() -> show(found));
              });
    }
  }

  @Override
  public String id() {
    return ITEM;
  }

  @Override
  public ObservableValue<String> title() {
    return new SimpleStringProperty(text.get("title"));
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.FOLDER;
  }

  @Override
  public Place place() {
    return Place.LEFT;
  }

  @Override
  public Region view() {
    return tree;
  }

  private void show(FileEntry found) {
    Set<String> expanded = new HashSet<>();
    collectExpanded(tree.getRoot(), expanded);
    boolean first = tree.getRoot() == null;
    TreeItem<FileEntry> selected = tree.getSelectionModel().getSelectedItem();
    String selectedPath = selected == null ? "" : selected.getValue().path();
    if (first) {
      expanded.addAll(List.of("", "models"));
    }
    TreeItem<FileEntry> top = item(found, expanded);
    tree.setRoot(top);
    select(top, selectedPath);
  }

  private TreeItem<FileEntry> item(FileEntry entry, Set<String> expanded) {
    TreeItem<FileEntry> item = new TreeItem<>(entry);
    item.setExpanded(expanded.contains(entry.path()));
    entry.children().forEach(child -> item.getChildren().add(item(child, expanded)));
    return item;
  }

  private static void collectExpanded(@Nullable TreeItem<FileEntry> item, Set<String> paths) {
    if (item != null && item.isExpanded()) {
      paths.add(item.getValue().path());
      item.getChildren().forEach(child -> collectExpanded(child, paths));
    }
  }

  private void select(TreeItem<FileEntry> item, String path) {
    if (item.getValue().path().equals(path)) {
      tree.getSelectionModel().select(item);
    }
    item.getChildren().forEach(child -> select(child, path));
  }

  private Optional<FileEntry> selected() {
    return Optional.ofNullable(tree.getSelectionModel().getSelectedItem()).map(TreeItem::getValue);
  }

  private void openSelected() {
    selected().filter(entry -> !entry.folder()).ifPresent(entry -> open.accept(entry.path()));
  }

  private ContextMenu menu() {
    return new ContextMenu(
        entry("open", this::openSelected),
        entry("new", this::newFile),
        entry("delete", this::deleteSelected));
  }

  private MenuItem entry(String key, Runnable action) {
    MenuItem item = new MenuItem(text.get(key));
    item.setOnAction(event -> action.run());
    return item;
  }

  private void newFile() {
    String folder =
        selected()
            .map(
                entry ->
                    entry.folder()
                        ? entry.path()
                        : entry.path().substring(0, Math.max(0, entry.path().lastIndexOf('/'))))
            .filter(path -> !path.isEmpty())
            .orElse("models");
    dialogs
        .ask(text.get("new.title"), text.get("new.text"), folder + "/new_model.sql")
        .thenAccept(answer -> answer.ifPresent(this::make));
  }

  private void make(String path) {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root)) {
      dialogs.failed(text.get("new.title"), new IOException(text.get("new.outside", path, root)));
      return;
    }
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(file);
      refresh();
      open.accept(root.relativize(file).toString().replace('\\', '/'));
    } catch (IOException e) {
      dialogs.failed(text.get("new.title"), e);
    }
  }

  private void deleteSelected() {
    selected()
        .filter(entry -> !entry.path().isEmpty())
        .ifPresent(
            entry ->
                dialogs
                    .choose(
                        text.get("delete.title", entry.name()),
                        text.get(entry.folder() ? "delete.folder" : "delete.text"),
                        List.of(text.get("delete.yes"), text.get("delete.no")))
                    .thenAccept(
                        choice -> {
                          if (choice == 0) {
                            delete(entry);
                          }
                        }));
  }

  private void delete(FileEntry entry) {
    try {
      // A folder must be empty: nobody loses a tree of files to one key.
      Files.delete(root.resolve(entry.path()));
      refresh();
    } catch (IOException e) {
      dialogs.failed(text.get("delete.title", entry.name()), e);
    }
  }

  private final class EntryCell extends TreeCell<FileEntry> {
    EntryCell() {
      setOnMouseClicked(
          event -> {
            if (event.getClickCount() == 2 && getItem() != null && !getItem().folder()) {
              open.accept(getItem().path());
            }
          });
    }

    @Override
    protected void updateItem(@Nullable FileEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      if (empty || entry == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      setText(entry.name());
      setGraphic(new FontIcon(FileIcons.of(entry)));
    }
  }
}
