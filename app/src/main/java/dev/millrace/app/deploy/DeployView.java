package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Remedies;
import dev.millrace.app.parts.Remedy;
import dev.millrace.app.work.Work;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** From plan to running job in one view: what is asked, what would happen, what happens. */
public final class DeployView extends BorderPane {

  private final Text text;
  private final DeployModel model;
  private final Consumer<SourcePosition> open;
  private final Consumer<Remedy> take;
  private final PlanBar bar;
  private final VBox notices = new VBox();
  private final RunPane runs;
  private final RecoverPane recovers;

  /**
   * @param open shows a place in a file
   * @param take does what a button says
   */
  DeployView(
      Text text,
      DeployModel model,
      RecoverModel recover,
      RunDetail runDetail,
      TroubleDetail troubleDetail,
      InstantSource clock,
      Consumer<SourcePosition> open,
      Consumer<Remedy> take) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.open = requireNonNull(open, "open");
    this.take = requireNonNull(take, "take");
    setId(DeployIds.DEPLOY_VIEW);
    getStyleClass().add("deploy");
    this.bar = new PlanBar(text, model);
    this.runs = new RunPane(text, model, recover, runDetail);
    this.recovers = new RecoverPane(text, recover, troubleDetail, clock, open, take);
    notices.setId(DeployIds.DEPLOY_NOTICE);
    notices.getStyleClass().add("deploy-notices");
    setTop(new VBox(bar, notices));
    model.stage().addListener((property, before, stage) -> show(stage));
    model.refusal().addListener((property, before, problems) -> notices());
    model.outdated().addListener((property, before, outdated) -> notices());
    show(model.stage().get());
  }

  /** Puts the keyboard where a selection is typed. */
  void focusSelection() {
    bar.focusSelection();
  }

  private void show(DeployStage stage) {
    setBottom(null);
    boolean restricted = stage instanceof DeployStage.Restricted;
    bar.setVisible(!restricted);
    bar.setManaged(!restricted);
    switch (stage) {
      case DeployStage.Restricted _ -> setCenter(message("restricted.title", "restricted.explain"));
      case DeployStage.Idle _ -> setCenter(idle());
      case DeployStage.Planning planning -> setCenter(planning(planning.work()));
      case DeployStage.Planned planned -> {
        setCenter(new PlanPane(text, planned.answer(), open));
        DecisionBar decisions = new DecisionBar(text, model, planned.answer().plan());
        setBottom(decisions.getChildren().isEmpty() ? null : decisions);
      }
      case DeployStage.Failed failed -> setCenter(failed(failed.problems()));
      case DeployStage.Recovering _ -> setCenter(recovers);
      case DeployStage.Running _, DeployStage.Ended _ -> setCenter(runs);
    }
    notices();
  }

  private VBox idle() {
    VBox box = message("idle.title", "idle.explain");
    Button plan =
        Parts.button(DeployIds.DEPLOY_PLAN_FIRST, text.get("idle.plan"), model::plan, "accent");
    box.getChildren().add(plan);
    return box;
  }

  private VBox message(String title, String explain) {
    Label words = Parts.wrapped(text.get(explain), "muted");
    words.setMaxWidth(520);
    VBox box = new VBox(Parts.label(text.get(title), "title"), words);
    box.getStyleClass().add("deploy-empty");
    return box;
  }

  private VBox planning(Work<?> work) {
    Label says = Parts.wrapped("", "muted");
    says.textProperty().bind(work.message());
    ProgressBar progress = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    progress.setMaxWidth(320);
    progress.setAccessibleText(text.get("planning.title"));
    VBox box =
        new VBox(
            Parts.label(text.get("planning.title"), "title"),
            says,
            progress,
            Parts.button(DeployIds.DEPLOY_CANCEL, text.get("cancel"), model::cancel));
    box.getStyleClass().add("deploy-empty");
    return box;
  }

  private ScrollPane failed(List<Problem> problems) {
    VBox box = new VBox(Parts.wrapped(text.get("failed.title"), "deploy-title"));
    problems.forEach(problem -> box.getChildren().add(Parts.problem(problem, open)));
    ways(problems, box);
    box.getChildren()
        .add(Parts.button(DeployIds.DEPLOY_REPLAN, text.get("plan.again"), model::plan));
    box.getStyleClass().add("deploy-detail");
    ScrollPane scroll = new ScrollPane(box);
    scroll.setId(DeployIds.DEPLOY_FAILED);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "deploy-scroll");
    return scroll;
  }

  private void ways(List<Problem> problems, VBox box) {
    problems.stream()
        .flatMap(problem -> Remedies.of(problem).stream())
        .distinct()
        .forEach(
            way ->
                box.getChildren()
                    .add(
                        Parts.button(
                            way instanceof Remedy.Resume
                                ? DeployIds.DEPLOY_WAY_RESUME
                                : DeployIds.DEPLOY_WAY_LOCAL,
                            text.get(
                                way instanceof Remedy.Resume ? "remedy.resume" : "remedy.local"),
                            () -> take.accept(way))));
  }

  private void notices() {
    notices.getChildren().clear();
    boolean planned = model.stage().get() instanceof DeployStage.Planned;
    List<Problem> refused = model.refusal().get();
    if (!refused.isEmpty()) {
      VBox box = new VBox();
      box.getStyleClass().add("deploy-lines");
      refused.forEach(problem -> box.getChildren().add(Parts.problem(problem, open)));
      ways(refused, box);
      if (planned) {
        box.getChildren().add(replan());
      }
      notices.getChildren().add(box);
    } else if (model.outdated().get()) {
      notices
          .getChildren()
          .add(
              Parts.notice(
                  CarbonIcons.RENEW,
                  "deploy-notice-warn",
                  Parts.wrapped(text.get("outdated"), "deploy-strong"),
                  replan()));
    }
    notices.setManaged(!notices.getChildren().isEmpty());
  }

  private Button replan() {
    return Parts.button(DeployIds.DEPLOY_REPLAN, text.get("plan.again"), model::plan, "accent");
  }
}
