package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.shell.Workspace;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.query.ExportFormat;
import dev.millrace.engine.query.ResultExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/** Rows for the window: panes, their commands, and exports. FX thread only. */
public final class ResultsFeature {
  /** What ids of panes begin with, before the colon. */
  public static final String KIND = "results";

  /** Runs what the active tab is about; whatever can be run may carry this command out. */
  public static final String SNAPSHOT = "rows.snapshot";

  static final String LIVE = "rows.live";
  static final String PAUSE = "rows.pause";
  static final String STOP = "rows.stop";
  static final String FACE = "rows.face";
  static final String EXPORT = "rows.export";
  private static final String QUERY = "query-";

  private final Text text = Text.beside(ResultsFeature.class);
  private final Queries queries;
  private final Workspace workspace;
  private final Works works;
  private final Ticker ticker;
  private final Dialogs dialogs;
  private final SqlField.Factory fields;
  private final ModelOfTab models;
  private int lastQuery;

  /** Finds the model that a tab of another feature is about. */
  @FunctionalInterface
  public interface ModelOfTab {
    /**
     * Its unique id; empty for tabs that are about none.
     *
     * @param item the active tab; null when there is none
     */
    Optional<String> find(@Nullable DockItem item);
  }

  public ResultsFeature(
      Queries queries,
      Workspace workspace,
      Works works,
      Ticker ticker,
      Dialogs dialogs,
      SqlField.Factory fields,
      ModelOfTab models) {
    this.queries = requireNonNull(queries, "queries");
    this.workspace = requireNonNull(workspace, "workspace");
    this.works = requireNonNull(works, "works");
    this.ticker = requireNonNull(ticker, "ticker");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.fields = requireNonNull(fields, "fields");
    this.models = requireNonNull(models, "models");
  }

  public List<ItemKind> kinds() {
    return List.of(new ItemKind(KIND, this::make));
  }

  public List<Command> commands() {
    String group = text.get("group");
    return List.of(
        run(SNAPSHOT, "command.snapshot", "Shortcut+Enter", Mode.SNAPSHOT),
        run(LIVE, "command.live", "Shortcut+Shift+Enter", Mode.LIVE),
        Command.everywhere(
            "rows.new-query",
            group,
            text.get("command.new-query"),
            Optional.of("Shortcut+Shift+N"),
            Action.always(this::newQuery)),
        Command.ofActiveItem(PAUSE, group, text.get("command.pause"), Optional.empty()),
        Command.ofActiveItem(STOP, group, text.get("command.stop"), Optional.empty()),
        Command.ofActiveItem(FACE, group, text.get("command.face"), Optional.empty()),
        Command.ofActiveItem(EXPORT, group, text.get("command.export"), Optional.empty()));
  }

  /** Opens the pane of a model and reads its rows. */
  public void show(String uniqueId, Mode mode) {
    workspace
        .open(KIND + ":" + uniqueId)
        .filter(ResultTab.class::isInstance)
        .map(ResultTab.class::cast)
        .ifPresent(tab -> tab.run(mode));
  }

  /** Opens an empty pane for a query. */
  public void newQuery() {
    String id;
    do {
      lastQuery++;
      id = KIND + ":" + QUERY + lastQuery;
    } while (isOpen(id));
    workspace.open(id);
  }

  private boolean isOpen(String id) {
    return workspace.items().stream().anyMatch(item -> item.id().equals(id));
  }

  /** The active tab's own way to run, or the model it is about. */
  private Command run(String id, String title, String shortcut, Mode mode) {
    ObservableBooleanValue enabled =
        Bindings.createBooleanBinding(
            () -> {
              DockItem item = workspace.active().getValue();
              return (item != null && item.actions().containsKey(id))
                  || models.find(item).isPresent();
            },
            workspace.active());
    Action action =
        new Action(
            enabled,
            () -> {
              DockItem item = workspace.active().getValue();
              Action own = item == null ? null : item.actions().get(id);
              if (own != null) {
                own.run().run();
              } else {
                models.find(item).ifPresent(model -> show(model, mode));
              }
            });
    return Command.everywhere(
        id, text.get("group"), text.get(title), Optional.of(shortcut), action);
  }

  private Optional<DockItem> make(String rest) {
    PaneModel model = new PaneModel(queries, works, Fx.THREAD);
    String id = KIND + ":" + rest;
    if (rest.startsWith(QUERY)) {
      SqlField field = fields.make(text.get("sql.accessible"));
      return Optional.of(
          new ResultTab(
              id,
              text.get("title.query", rest.substring(QUERY.length())),
              new ResultTab.Content(Optional.empty(), Optional.of(field)),
              model,
              ticker,
              this::export));
    }
    if (!rest.contains(".")) {
      return Optional.empty();
    }
    Subject.Model subject = new Subject.Model(rest);
    return Optional.of(
        new ResultTab(
            id,
            subject.name(),
            new ResultTab.Content(Optional.of(subject), Optional.empty()),
            model,
            ticker,
            this::export));
  }

  private void export(PaneModel model) {
    dialogs.fileToSave(text.get("export.title"), "rows.csv").ifPresent(file -> export(model, file));
  }

  /** Writes what a pane shows to a file, in the format its ending names. */
  public void export(PaneModel model, Path file) {
    Optional<ExportFormat> format = ExportFormat.of(file);
    if (format.isEmpty()) {
      dialogs.failed(text.get("export.title"), new IOException(text.get("export.ending")));
      return;
    }
    List<Column> columns = model.columns().get();
    boolean changelog =
        model.face().get() == Face.CHANGELOG && model.state().get().mode() == Mode.LIVE;
    // Copies, since the lists go on changing while the file is written.
    List<Row> changes = changelog ? List.copyOf(model.changes()) : List.of();
    List<List<@Nullable Object>> rows = changelog ? List.of() : List.copyOf(model.rows());
    works
        .start(
            text.get("export.working", file.getFileName()),
            progress -> {
              ResultExport.file(
                  file,
                  out -> {
                    if (changelog) {
                      ResultExport.changes(format.get(), columns, changes, out);
                    } else {
                      ResultExport.rows(format.get(), columns, rows, out);
                    }
                  });
              return file;
            })
        .result()
        .whenComplete(
            (written, failure) -> {
              if (failure != null) {
                dialogs.failed(text.get("export.title"), failure);
              }
            });
  }
}
