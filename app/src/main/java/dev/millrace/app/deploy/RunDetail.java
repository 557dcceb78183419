package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Remedies;
import dev.millrace.app.parts.Remedy;
import dev.millrace.app.parts.Spans;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.recover.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The steps of one model, and how it ended. */
final class RunDetail {
  private final Text text;
  private final Function<String, Optional<SourcePosition>> places;
  private final Function<String, Optional<Trouble>> troubles;
  private final Consumer<SourcePosition> open;
  private final Consumer<Remedy> take;

  /**
   * @param places the file of a model by its unique id
   * @param troubles what is known to be wrong with a model's job, by its unique id
   * @param take does what a button says
   */
  RunDetail(
      Text text,
      Function<String, Optional<SourcePosition>> places,
      Function<String, Optional<Trouble>> troubles,
      Consumer<SourcePosition> open,
      Consumer<Remedy> take) {
    this.text = requireNonNull(text, "text");
    this.places = requireNonNull(places, "places");
    this.troubles = requireNonNull(troubles, "troubles");
    this.open = requireNonNull(open, "open");
    this.take = requireNonNull(take, "take");
  }

  /** The parts, from top to bottom. */
  List<Node> of(ModelRun run, Instant now) {
    List<Node> parts = new ArrayList<>();
    HBox title =
        new HBox(Parts.label(run.name(), "deploy-title"), Parts.label(words(run), "muted"));
    title.getStyleClass().add("deploy-head");
    VBox head = new VBox(title);
    places.apply(run.model()).ifPresent(place -> head.getChildren().add(Parts.link(place, open)));
    parts.add(head);
    run.report()
        .filter(report -> !report.outcome().isSuccess())
        .ifPresent(report -> parts.add(failure(report)));
    if (!run.steps().isEmpty()) {
      parts.add(steps(run, now));
    }
    // Where it was restored from stands among the facts.
    run.report()
        .filter(report -> report.outcome().isSuccess() && report.restoredFrom().isEmpty())
        .ifPresent(report -> parts.add(Parts.wrapped(report.message() + ".")));
    run.report().flatMap(this::facts).ifPresent(parts::add);
    return parts;
  }

  /** The operation and how it stands, such as {@code upgrade · done in 4.1 s}. */
  String words(ModelRun run) {
    if (run.report().isPresent()) {
      ModelReport report = run.report().get();
      String outcome = text.get("outcome." + report.outcome().name().toLowerCase(Locale.ROOT));
      return report.outcome() == Outcome.SKIPPED
          ? outcome
          : text.get("run.ended", report.operation(), outcome, Spans.exact(report.took()));
    }
    return run.startedAt().isEmpty()
        ? text.get("run.waiting")
        : run.current()
            .map(step -> text.get("run.at", run.operation(), title(step.state())))
            .orElse(run.operation());
  }

  private String title(DeployState state) {
    return text.get("step." + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private Node steps(ModelRun run, Instant now) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-steps");
    int row = 0;
    for (RunStep step : run.steps()) {
      ActionLook look = ActionLook.of(step.standing());
      boolean waits = step.standing() == RunStep.Standing.WAITING;
      Label title = Parts.label(title(step.state()), waits ? "muted" : "deploy-strong");
      VBox what = new VBox(title);
      GridPane.setHgrow(what, Priority.ALWAYS);
      // A failure's cause stands above, whole.
      if (!step.detail().isEmpty() && step.standing() == RunStep.Standing.DONE) {
        what.getChildren().add(Parts.wrapped(step.detail(), "muted"));
      }
      Label took = Parts.label(took(step, now), "muted", "deploy-time");
      took.setMaxWidth(Double.MAX_VALUE);
      Label standing =
          Parts.label(
              text.get(
                  "standing." + step.standing().name().toLowerCase(Locale.ROOT).replace('_', '-')),
              look.style());
      grid.addRow(row++, Parts.icon(look.icon(), look.style()), what, standing, took);
      grid.getChildren().forEach(node -> GridPane.setValignment(node, VPos.TOP));
    }
    return grid;
  }

  private static String took(RunStep step, Instant now) {
    return step.since()
        .map(since -> Spans.exact(Duration.between(since, step.until().orElse(now))))
        .orElse("");
  }

  private Node failure(ModelReport report) {
    VBox box = new VBox();
    box.getStyleClass().add("deploy-lines");
    // What was cut off is resumed; there is nothing to choose.
    Optional<Trouble> trouble =
        troubles.apply(report.model()).filter(known -> known.kind() != Trouble.Kind.UNFINISHED);
    // What the engine found out since says more, and in words of the model.
    box.getChildren()
        .add(
            Parts.wrapped(
                trouble
                    .map(known -> Parts.sentence(known.sentence()))
                    .orElseGet(() -> text.get(failed(report))),
                "deploy-strong"));
    trouble
        .flatMap(RecoverModel::place)
        .ifPresent(place -> box.getChildren().add(Parts.link(place, open)));
    String cause = report.problem().map(Problem::message).orElse(report.message());
    Label words = Parts.wrapped(cause + (cause.endsWith(".") ? "" : "."));
    words.getStyleClass().add("deploy-cause");
    box.getChildren().add(words);
    report
        .problem()
        .flatMap(Problem::position)
        .ifPresent(place -> box.getChildren().add(Parts.link(place, open)));
    List<Remedy> remedies = new ArrayList<>(Remedies.of(report));
    trouble.ifPresent(known -> remedies.addFirst(new Remedy.Recover(report.model())));
    for (Remedy remedy : remedies) {
      if (remedy instanceof Remedy.Words sentence) {
        box.getChildren().add(Parts.wrapped("• " + sentence.sentence() + "."));
      }
    }
    HBox buttons = new HBox();
    buttons.getStyleClass().add("deploy-ways");
    for (Remedy remedy : remedies) {
      button(remedy).ifPresent(buttons.getChildren()::add);
    }
    if (!buttons.getChildren().isEmpty()) {
      box.getChildren().add(buttons);
    }
    ActionLook look = ActionLook.of(report.outcome());
    String kind =
        switch (report.outcome()) {
          case ROLLED_BACK, BLOCKED -> "deploy-notice-bad";
          case UNFINISHED -> "deploy-notice-warn";
          case SKIPPED, UNCHANGED, COMMITTED -> "deploy-notice-info";
        };
    return Parts.notice(look.icon(), kind, box);
  }

  private static String failed(ModelReport report) {
    if (report.outcome() == Outcome.ROLLED_BACK) {
      // Before these there was no job that ran.
      switch (report.operation()) {
        case "create", "restart" -> {
          return "failed." + report.operation();
        }
        default -> {}
      }
    }
    return "failed." + report.outcome().name().toLowerCase(Locale.ROOT);
  }

  private Optional<Region> button(Remedy remedy) {
    return switch (remedy) {
      case Remedy.PlanAgain _ ->
          Optional.of(remedyButton(DeployIds.DEPLOY_WAY_PLAN, "plan", remedy));
      case Remedy.StartFresh _ ->
          Optional.of(remedyButton(DeployIds.DEPLOY_WAY_FRESH, "fresh", remedy));
      case Remedy.Recover _ ->
          Optional.of(
              Parts.button(
                  DeployIds.DEPLOY_WAY_RECOVER,
                  text.get("remedy.recover"),
                  () -> take.accept(remedy),
                  "small",
                  "accent"));
      case Remedy.Resume _ ->
          Optional.of(remedyButton(DeployIds.DEPLOY_WAY_RESUME, "resume", remedy));
      case Remedy.StartLocal _ ->
          Optional.of(remedyButton(DeployIds.DEPLOY_WAY_LOCAL, "local", remedy));
      case Remedy.Words _ -> Optional.empty();
    };
  }

  private Region remedyButton(String id, String name, Remedy remedy) {
    return Parts.button(id, text.get("remedy." + name), () -> take.accept(remedy), "small");
  }

  private Optional<Node> facts(ModelReport report) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    report.job().ifPresent(job -> fact(grid, "fact.job", job.hex()));
    report.restoredFrom().ifPresent(path -> fact(grid, "fact.restored", path));
    report
        .savepoint()
        .filter(path -> !report.restoredFrom().equals(Optional.of(path)))
        .ifPresent(path -> fact(grid, "fact.savepoint", path));
    report.downtime().ifPresent(pause -> fact(grid, "fact.pause", Spans.exact(pause)));
    if (report.weakGate()) {
      fact(grid, "fact.gate", text.get("fact.gate.weak"));
    }
    return grid.getRowCount() == 0
        ? Optional.empty()
        : Optional.of(Parts.section(text.get("run.facts"), grid));
  }

  private void fact(GridPane grid, String key, String value) {
    Label name = Parts.label(text.get(key), "muted");
    GridPane.setValignment(name, VPos.TOP);
    grid.addRow(grid.getRowCount(), name, Parts.wrapped(value, "code", "deploy-small"));
  }
}
