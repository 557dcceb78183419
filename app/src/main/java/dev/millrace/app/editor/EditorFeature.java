package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.engine.problem.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The editor for the window: tabs of files and their commands. FX thread only. */
public final class EditorFeature implements AutoCloseable {
  /** What ids of tabs begin with; a path in the project follows. */
  public static final String KIND = "editor";

  /** Whatever is edited in a tab and can be saved may carry this command out. */
  public static final String SAVE = "file.save";

  static final String FIND = "edit.find";
  static final String COMPLETE = "edit.complete";
  static final String EXPLAIN = "edit.explain";
  static final String DEFINITION = "edit.definition";
  static final String COMMENT = "edit.comment";
  static final String PROBLEM = "edit.next-problem";
  static final String COMPILED = "edit.compiled";

  private final Text text = Text.beside(EditorFeature.class);
  private final Path root;
  private final EditorLanguage language;
  private final RecoveryBuffers recovery;
  private final Dialogs dialogs;
  private final Function<String, Optional<DockItem>> show;
  private final Executor background;
  private final Executor fx;
  private final List<EditorTab> tabs = new ArrayList<>();

  /**
   * @param recovery keeps unsaved texts; its owner closes it after this
   * @param show shows the tab of an id, such as {@code workspace::open}
   * @param background for files and long texts
   * @param fx the FX thread
   */
  public EditorFeature(
      OpenProject project,
      RecoveryBuffers recovery,
      Dialogs dialogs,
      Function<String, Optional<DockItem>> show,
      Executor background,
      Executor fx) {
    this.root = project.folder();
    this.language = new EditorLanguage(project, background, fx);
    this.recovery = requireNonNull(recovery, "recovery");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.show = requireNonNull(show, "show");
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
  }

  public List<ItemKind> kinds() {
    return List.of(new ItemKind(KIND, this::tab));
  }

  public List<Command> commands() {
    String group = text.get("group");
    return List.of(
        command(SAVE, text.get("group.file"), "Shortcut+S"),
        command(FIND, group, "Shortcut+F"),
        command(COMPLETE, group, "Ctrl+Space"),
        command(DEFINITION, group, "F12"),
        command(EXPLAIN, group, "Shortcut+I"),
        command(COMMENT, group, "Shortcut+Slash"),
        command(PROBLEM, group, "F8"),
        command(COMPILED, group, "Shortcut+Shift+C"));
  }

  private Command command(String id, String group, String shortcut) {
    return Command.ofActiveItem(id, group, text.get("command." + id), Optional.of(shortcut));
  }

  /** Opens a file of the project and puts the caret at a place in it. */
  public void open(SourcePosition place) {
    show.apply(KIND + ":" + place.file())
        .filter(EditorTab.class::isInstance)
        .map(EditorTab.class::cast)
        .ifPresent(
            tab -> {
              if (place.line() > 0) {
                tab.show(place);
              }
            });
  }

  /** Files of the project have changed on disk, perhaps by us; from any thread. */
  public void filesChanged() {
    fx.execute(() -> List.copyOf(tabs).forEach(EditorTab::lookAgain));
  }

  /** The language service behind the tabs, for others who edit SQL of this project. */
  public EditorLanguage language() {
    return language;
  }

  private Optional<DockItem> tab(String path) {
    Path file = root.resolve(path).normalize();
    // An id comes from a file of ours, but what it names must lie in the project all the same.
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    EditorDocument document = new EditorDocument(file, path, language, recovery, background, fx);
    EditorView view = new EditorView(document, language, this::open, background, fx);
    EditorTab tab = new EditorTab(document, view, dialogs, text, tabs::remove);
    tabs.add(tab);
    return Optional.of(tab);
  }

  @Override
  public void close() {
    for (EditorTab tab : List.copyOf(tabs)) {
      // What was typed last is kept before the buffers close.
      tab.editor().pane().settleNow();
    }
    language.close();
  }
}
