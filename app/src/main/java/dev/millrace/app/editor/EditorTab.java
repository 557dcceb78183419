package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** A document as a tab. */
public final class EditorTab implements DockItem {
  private final EditorDocument document;
  private final EditorView view;
  private final Dialogs dialogs;
  private final Text text;
  private final Consumer<EditorTab> gone;
  private final Map<String, Action> actions;
  private @Nullable SourcePosition wanted;
  private boolean loaded;

  EditorTab(
      EditorDocument document,
      EditorView view,
      Dialogs dialogs,
      Text text,
      Consumer<EditorTab> gone) {
    this.document = requireNonNull(document, "document");
    this.view = requireNonNull(view, "view");
    this.dialogs = requireNonNull(dialogs, "dialogs");
    this.text = requireNonNull(text, "text");
    this.gone = requireNonNull(gone, "gone");
    this.actions =
        Map.of(
            EditorFeature.SAVE, new Action(document.unsaved(), view::save),
            EditorFeature.FIND, Action.always(view::find),
            EditorFeature.COMPLETE, Action.always(view::complete),
            EditorFeature.EXPLAIN, Action.always(view::explain),
            EditorFeature.DEFINITION, Action.always(view::goToDefinition),
            EditorFeature.COMMENT, new Action(document.writable(), view.pane()::toggleComment),
            EditorFeature.PROBLEM, Action.always(view::nextProblem),
            EditorFeature.COMPILED, Action.always(view::toggleCompiled));
    document
        .load()
        .thenRun(
            () -> {
              loaded = true;
              SourcePosition place = wanted;
              if (place != null) {
                view.show(place);
              }
            });
  }

  /** The document's path in the project. */
  public String path() {
    return document.path();
  }

  /** The document behind the tab. */
  public EditorDocument document() {
    return document;
  }

  /** Puts the caret at a place, once the text is there. */
  void show(SourcePosition place) {
    if (loaded) {
      view.show(place);
    } else {
      wanted = place;
    }
  }

  @Override
  public String id() {
    return EditorFeature.KIND + ":" + document.path();
  }

  @Override
  public ObservableValue<String> title() {
    String path = document.path();
    return new SimpleStringProperty(path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public Ikon icon() {
    return document.path().endsWith(".sql") ? CarbonIcons.SQL : CarbonIcons.DOCUMENT;
  }

  @Override
  public Place place() {
    return Place.CENTER;
  }

  @Override
  public Region view() {
    return view;
  }

  /** The view, as what it is. */
  public EditorView editor() {
    return view;
  }

  @Override
  public ReadOnlyBooleanProperty unsaved() {
    return document.unsaved();
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public void focus() {
    view.pane().area().requestFocus();
  }

  @Override
  public CompletionStage<Boolean> mayClose() {
    view.pane().settleNow();
    if (!document.unsaved().get()) {
      return CompletableFuture.completedStage(true);
    }
    return dialogs
        .choose(
            text.get("close.title", title().getValue()),
            text.get("close.text"),
            List.of(text.get("close.save"), text.get("close.forget"), text.get("close.back")))
        .thenCompose(
            choice ->
                switch (choice) {
                  case 0 ->
                      document
                          .save(view.pane().area().getText())
                          .thenApply(done -> !document.unsaved().get());
                  case 1 -> {
                    document.forget();
                    yield CompletableFuture.completedStage(true);
                  }
                  default -> CompletableFuture.completedStage(false);
                });
  }

  @Override
  public void closed() {
    document.close();
    gone.accept(this);
  }

  /** The file may have changed on disk. */
  void lookAgain() {
    document.lookAgain();
  }
}
