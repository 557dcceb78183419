package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.DetailPane;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Spans;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** A run, live: the models on the left, the steps of the chosen one on the right. */
final class RunPane extends BorderPane {

  private final Text text;
  private final DeployModel model;
  private final RunDetail writer;
  private final ListView<ModelRun> list = new ListView<>();
  private final DetailPane detail;
  private final Label totals = Parts.wrapped("", "deploy-title");
  private final Label elapsed = Parts.label("", "muted", "deploy-time");
  private final Label phase = Parts.wrapped("", "muted");
  private final ProgressBar progress = new ProgressBar(0);
  private final HBox buttons = new HBox();
  private Optional<Instant> begun = Optional.empty();
  private boolean chosenByUser;
  private boolean updating;
  private long drawnSecond;

  RunPane(Text text, DeployModel model, RecoverModel recover, RunDetail writer) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.writer = requireNonNull(writer, "writer");
    this.detail = new DetailPane(DeployIds.DEPLOY_RUN_DETAIL, text.get("run.detail"));
    totals.setId(DeployIds.DEPLOY_RUN_TOTALS);
    list.setId(DeployIds.DEPLOY_RUN_LIST);
    list.setAccessibleText(text.get("run.list"));
    list.getStyleClass().addAll("edge-to-edge", "deploy-list");
    list.setCellFactory(view -> new Cell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((property, before, chosen) -> selected());
    buttons.getStyleClass().add("deploy-ways");
    progress.setMaxWidth(Double.MAX_VALUE);
    progress.getStyleClass().add("small");
    progress.setAccessibleText(text.get("run.progress"));
    HBox line = new HBox(totals, Parts.gap(), elapsed, buttons);
    line.getStyleClass().add("deploy-head");
    VBox head = new VBox(line, phase, progress);
    head.getStyleClass().add("deploy-summary");
    setTop(head);
    SplitPane split = new SplitPane(list, detail);
    split.setDividerPositions(0.32);
    SplitPane.setResizableWithParent(list, false);
    setCenter(split);
    model.run().addListener((property, before, run) -> run.ifPresent(this::show));
    model.stage().addListener((property, before, stage) -> model.run().get().ifPresent(this::show));
    // The ways out of what failed are found after it has.
    recover.troubles().addListener((property, before, troubles) -> draw(model.now().get()));
    model.now().addListener((property, before, now) -> tick(now));
  }

  private void show(RunView run) {
    if (!begun.equals(Optional.of(run.startedAt()))) {
      begun = Optional.of(run.startedAt());
      chosenByUser = false;
    }
    boolean running = model.stage().get() instanceof DeployStage.Running;
    totals.setText(
        running
            ? text.get("run.title", run.ended(), run.models().size())
            : run.report().map(this::ending).orElse(""));
    phase.setText(phase(run, running));
    phase.setManaged(!phase.getText().isEmpty());
    int all = run.models().size();
    progress.setProgress(running && all == 0 ? -1 : all == 0 ? 1 : (double) run.ended() / all);
    progress.setVisible(running);
    progress.setManaged(running);
    buttons(run, running);
    renewList(run);
    tick(model.now().get());
  }

  private String ending(DeployReport report) {
    return report.models().isEmpty() ? text.get("run.nothing") : report.totals();
  }

  private String phase(RunView run, boolean running) {
    if (running) {
      return run.models().isEmpty() ? text.get("run.preparing") : text.get("run.leaves");
    }
    boolean cutOff =
        run.models().stream()
            .flatMap(model -> model.report().stream())
            .anyMatch(report -> report.outcome() == Outcome.UNFINISHED);
    return cutOff ? text.get("run.cut-off") : "";
  }

  private void buttons(RunView run, boolean running) {
    if (running) {
      if (buttons.getChildren().size() != 1
          || buttons.lookup("#" + DeployIds.DEPLOY_CANCEL) == null) {
        buttons
            .getChildren()
            .setAll(Parts.button(DeployIds.DEPLOY_CANCEL, text.get("cancel"), this::cancel));
      }
      return;
    }
    boolean unfinished = phase(run, false).length() > 0;
    buttons
        .getChildren()
        .setAll(Parts.button(DeployIds.DEPLOY_AGAIN, text.get("plan.again"), model::plan));
    if (unfinished) {
      buttons
          .getChildren()
          .addFirst(
              Parts.button(
                  DeployIds.DEPLOY_RESUME, text.get("remedy.resume"), model::resume, "accent"));
    }
  }

  private void cancel() {
    model.cancel();
    phase.setText(text.get("run.cancelling"));
    buttons.getChildren().forEach(button -> button.setDisable(true));
  }

  /** Changes only what differs, so that selection and scrolling stay. */
  private void renewList(RunView run) {
    updating = true;
    List<ModelRun> models = run.models();
    for (int index = 0; index < models.size(); index++) {
      if (index >= list.getItems().size()) {
        list.getItems().add(models.get(index));
      } else if (!list.getItems().get(index).equals(models.get(index))) {
        boolean chosen = list.getSelectionModel().getSelectedIndex() == index;
        list.getItems().set(index, models.get(index));
        if (chosen) {
          list.getSelectionModel().select(index);
        }
      }
    }
    if (list.getItems().size() > models.size()) {
      list.getItems().remove(models.size(), list.getItems().size());
    }
    if (!chosenByUser) {
      int wanted = interesting(models);
      if (wanted >= 0) {
        list.getSelectionModel().select(wanted);
        list.scrollTo(wanted);
      }
    }
    updating = false;
    draw(model.now().get());
  }

  /** What went wrong, else what runs, else the last. */
  private static int interesting(List<ModelRun> models) {
    int running = -1;
    int ended = -1;
    for (int index = 0; index < models.size(); index++) {
      ModelRun run = models.get(index);
      if (run.report().filter(report -> !report.outcome().isSuccess()).isPresent()) {
        return index;
      }
      if (run.report().isPresent()) {
        ended = index;
      } else if (run.startedAt().isPresent() && running < 0) {
        running = index;
      }
    }
    return running >= 0 ? running : ended >= 0 ? ended : models.isEmpty() ? -1 : 0;
  }

  private void selected() {
    if (!updating) {
      chosenByUser = true;
      draw(model.now().get());
    }
  }

  private void draw(Instant now) {
    ModelRun chosen = list.getSelectionModel().getSelectedItem();
    detail.renew(chosen == null ? List.of() : writer.of(chosen, now));
    drawnSecond = now.getEpochSecond();
  }

  private void tick(Instant now) {
    begun.ifPresent(
        start ->
            elapsed.setText(
                Spans.exact(
                    Duration.between(
                        start, model.run().get().flatMap(RunView::endedAt).orElse(now)))));
    // The steps are built anew, so once a second is enough for their times.
    if (now.getEpochSecond() != drawnSecond) {
      draw(now);
    }
  }

  /** Icon, name, and how it stands in words. */
  private final class Cell extends ListCell<ModelRun> {
    @Override
    protected void updateItem(ModelRun run, boolean empty) {
      super.updateItem(run, empty);
      setText(null);
      if (empty || run == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      ActionLook look =
          run.report()
              .map(report -> ActionLook.of(report.outcome()))
              .orElseGet(
                  () ->
                      run.startedAt().isPresent()
                          ? ActionLook.of(RunStep.Standing.ACTIVE)
                          : ActionLook.of(RunStep.Standing.WAITING));
      String words = writer.words(run);
      HBox row =
          new HBox(
              Parts.icon(look.icon(), look.style()),
              new VBox(Parts.shy(run.name(), "deploy-strong"), Parts.shy(words, "muted")));
      row.getStyleClass().add("deploy-cell");
      // As wide as the list: long words end in dots, and nothing scrolls sideways.
      setPrefWidth(0);
      setGraphic(row);
      setAccessibleText(run.name() + ", " + words);
    }
  }
}
