package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.app.work.Works;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notebooks for the window: their tabs and commands. FX thread only. */
public final class NotebookFeature {
  /** What ids of tabs begin with, before the colon and the file's path. */
  public static final String KIND = "notebook";

  static final String RUN_ALL = "notebook.run-all";
  static final String STOP = "notebook.stop";
  static final String RESTART = "notebook.restart";
  static final String ADD_SQL = "notebook.add-sql";
  static final String ADD_TEXT = "notebook.add-text";
  static final String MOVE_UP = "notebook.move-up";
  static final String MOVE_DOWN = "notebook.move-down";
  static final String DELETE = "notebook.delete-cell";

  private final Text text = Text.beside(NotebookFeature.class);
  private final OpenProject project;
  private final Works works;
  private final Dialogs dialogs;
  private final SqlField.Factory fields;
  private final RecoveryBuffers recovery;
  private final List<NotebookModel> open = new ArrayList<>();
  private final String runCell;
  private final String save;

  /**
   * Ids of commands that other features own and that mean something here too.
   *
   * @param run runs the active thing: here the chosen cell
   * @param save writes the active thing
   */
  public record Shared(String run, String save) {
    public Shared {
      requireNonNull(run, "run");
      requireNonNull(save, "save");
    }
  }

  /**
   * @param recovery keeps unsaved texts; its owner closes it
   */
  public NotebookFeature(
      OpenProject project,
      Works works,
      Dialogs dialogs,
      SqlField.Factory fields,
      RecoveryBuffers recovery,
      Shared shared) {
    this.project = requireNonNull(project, "project");
    this.works = requireNonNull(works, "works");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.fields = requireNonNull(fields, "fields");
    this.recovery = requireNonNull(recovery, "recovery");
    this.runCell = shared.run();
    this.save = shared.save();
  }

  /** Files of the project have changed on disk, perhaps by us; from any thread. */
  public void filesChanged() {
    Fx.THREAD.execute(() -> List.copyOf(open).forEach(NotebookModel::lookAgain));
  }

  public List<ItemKind> kinds() {
    return List.of(new ItemKind(KIND, this::make));
  }

  public List<Command> commands() {
    return List.of(
        command(RUN_ALL, "command.run-all", Optional.of("Shortcut+Alt+Enter")),
        command(STOP, "command.stop", Optional.empty()),
        command(RESTART, "command.restart", Optional.empty()),
        command(ADD_SQL, "command.add-sql", Optional.empty()),
        command(ADD_TEXT, "command.add-text", Optional.empty()),
        command(MOVE_UP, "command.move-up", Optional.of("Alt+Shift+Up")),
        command(MOVE_DOWN, "command.move-down", Optional.of("Alt+Shift+Down")),
        command(DELETE, "command.delete-cell", Optional.empty()));
  }

  private Command command(String id, String title, Optional<String> shortcut) {
    return Command.ofActiveItem(id, text.get("group"), text.get(title), shortcut);
  }

  private Optional<DockItem> make(String name) {
    Path file = project.folder().resolve(name).normalize();
    if (!file.startsWith(project.folder()) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    NotebookModel model =
        new NotebookModel(
            file, name, new EngineNotebookRunner(project, name), recovery, works, Fx.THREAD);
    NotebookView view = new NotebookView(model, fields);
    var unused = model.read();
    open.add(model);
    return Optional.of(
        new NotebookTab(model, view, dialogs, runCell, save, () -> open.remove(model)));
  }
}
