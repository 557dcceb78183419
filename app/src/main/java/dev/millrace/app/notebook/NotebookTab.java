package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import dev.millrace.engine.notebook.CellKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** A notebook as a tab. */
public final class NotebookTab implements DockItem {
  private final Text text = Text.beside(NotebookTab.class);
  private final NotebookModel model;
  private final NotebookView view;
  private final Dialogs dialogs;
  private final Runnable whenClosed;
  private final ReadOnlyStringWrapper title;
  private final Map<String, Action> actions = new HashMap<>();

  NotebookTab(
      NotebookModel model,
      NotebookView view,
      Dialogs dialogs,
      String runCell,
      String saveFile,
      Runnable whenClosed) {
    this.model = requireNonNull(model, "model");
    this.view = requireNonNull(view, "view");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.whenClosed = requireNonNull(whenClosed, "whenClosed");
    String name = model.name();
    this.title = new ReadOnlyStringWrapper(name.substring(name.lastIndexOf('/') + 1));
    Action run = new Action(model.running().not(), () -> onChosen(model::run));
    actions.put(runCell, run);
    actions.put(NotebookFeature.RUN_ALL, new Action(model.running().not(), model::runAll));
    actions.put(NotebookFeature.STOP, new Action(model.running(), model::stop));
    actions.put(NotebookFeature.RESTART, new Action(model.running().not(), model::restart));
    actions.put(NotebookFeature.ADD_SQL, Action.always(() -> view.add(CellKind.SQL)));
    actions.put(NotebookFeature.ADD_TEXT, Action.always(() -> view.add(CellKind.MARKDOWN)));
    actions.put(
        NotebookFeature.MOVE_UP, Action.always(() -> onChosen(cell -> model.move(cell, -1))));
    actions.put(
        NotebookFeature.MOVE_DOWN, Action.always(() -> onChosen(cell -> model.move(cell, 1))));
    actions.put(NotebookFeature.DELETE, Action.always(() -> onChosen(model::delete)));
    actions.put(saveFile, new Action(model.unsaved(), this::save));
    view.onSave(this::save);
  }

  /** What the tab knows. */
  public NotebookModel model() {
    return model;
  }

  private void onChosen(Consumer<CellModel> action) {
    view.chosen().ifPresent(action);
  }

  private void save() {
    model
        .save()
        .whenComplete(
            (path, failure) -> {
              // The notice says what can be done about a file that is another one now.
              if (failure != null && !NotebookModel.isChangedOnDisk(failure)) {
                dialogs.failed(text.get("save.failed", model.name()), failure);
              }
            });
  }

  @Override
  public String id() {
    return NotebookFeature.KIND + ":" + model.name();
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.NOTEBOOK;
  }

  @Override
  public Place place() {
    return Place.CENTER;
  }

  @Override
  public Region view() {
    return view;
  }

  @Override
  public ReadOnlyBooleanProperty unsaved() {
    return model.unsaved();
  }

  @Override
  public Map<String, Action> actions() {
    return Map.copyOf(actions);
  }

  @Override
  public CompletionStage<Boolean> mayClose() {
    if (!model.unsaved().get()) {
      return CompletableFuture.completedStage(true);
    }
    return dialogs
        .choose(
            text.get("close.title", title.get()),
            text.get("close.text"),
            List.of(text.get("close.save"), text.get("close.discard"), text.get("close.back")))
        .thenCompose(
            choice ->
                switch (choice) {
                  case 0 -> model.save().handle((path, failure) -> failure == null);
                  case 1 -> {
                    model.forget();
                    yield CompletableFuture.completedStage(true);
                  }
                  default -> CompletableFuture.completedStage(false);
                });
  }

  @Override
  public void closed() {
    whenClosed.run();
    model.close();
    view.dispose();
  }
}
