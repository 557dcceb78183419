package dev.millrace.app.shell;

import dev.millrace.app.fx.Text;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The line at the foot: where the user is, and what runs, with its end one click away. */
final class StatusBar {
  /** Id of the line, for tests. */
  static final String ID = "status";

  /** Id of the text that says what runs. */
  static final String WORK_ID = "status-work";

  /** Id of the button that stops it. */
  static final String CANCEL_ID = "status-cancel";

  private final Text text = Text.beside(StatusBar.class);
  private final HBox bar = new HBox();
  private final HBox working = new HBox(8);

  StatusBar(CommandRegistry registry, Works works, List<StatusSegment> segments) {
    bar.setId(ID);
    bar.getStyleClass().add("status-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    for (StatusSegment segment : segments) {
      bar.getChildren().add(button(registry, segment));
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    working.setAlignment(Pos.CENTER_RIGHT);
    bar.getChildren().addAll(space, working);
    ObservableList<Work<?>> running = works.running();
    running.addListener((ListChangeListener<Work<?>>) change -> show(running));
    show(running);
  }

  Region view() {
    return bar;
  }

  private static Button button(CommandRegistry registry, StatusSegment segment) {
    Button button = new Button();
    button.setId(segment.id());
    button.getStyleClass().addAll("flat", "small", "status-segment");
    button.setFocusTraversable(segment.command().isPresent());
    button.textProperty().bind(segment.text());
    button.visibleProperty().bind(button.textProperty().isNotEmpty());
    button.managedProperty().bind(button.visibleProperty());
    button.setTooltip(new Tooltip(segment.explanation()));
    button
        .accessibleTextProperty()
        .bind(Bindings.concat(segment.explanation(), ": ", button.textProperty()));
    segment.command().ifPresent(id -> button.setOnAction(event -> registry.run(id)));
    return button;
  }

  /** The newest work is named; how many others run is counted. */
  private void show(List<Work<?>> running) {
    working.getChildren().clear();
    if (running.isEmpty()) {
      Label idle = new Label(text.get("status.idle"));
      idle.setId(WORK_ID);
      idle.getStyleClass().add("muted");
      working.getChildren().add(idle);
      return;
    }
    Work<?> newest = running.getLast();
    if (running.size() > 1) {
      Label others = new Label(text.get("status.others", running.size() - 1));
      others.getStyleClass().add("muted");
      working.getChildren().add(others);
    }
    Label what = new Label();
    what.setId(WORK_ID);
    StringBinding said =
        Bindings.createStringBinding(
            () ->
                newest.cancelling().get()
                    ? text.get("status.cancelling", newest.title())
                    : newest.message().get().isEmpty()
                        ? newest.title()
                        : newest.title() + ": " + newest.message().get(),
            newest.message(),
            newest.cancelling());
    what.textProperty().bind(said);
    what.setMaxWidth(620);
    ProgressBar progress = new ProgressBar();
    progress.progressProperty().bind(newest.share());
    progress.setPrefWidth(120);
    progress.getStyleClass().add("small");
    progress.accessibleTextProperty().bind(said);
    Button stop = new Button(text.get("status.cancel"));
    stop.setId(CANCEL_ID);
    stop.getStyleClass().addAll("flat", "small");
    stop.disableProperty().bind(newest.cancelling());
    stop.setOnAction(event -> newest.cancel());
    stop.setAccessibleText(text.get("status.cancel") + ": " + newest.title());
    working.getChildren().addAll(what, progress, stop);
  }
}
