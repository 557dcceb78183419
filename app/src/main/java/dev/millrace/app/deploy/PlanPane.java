package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.DetailPane;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** A plan: what would happen in one line, the models, and everything about the chosen one. */
final class PlanPane extends BorderPane {

  private final Text text;
  private final Plan plan;
  private final ListView<PlannedModel> list = new ListView<>();
  private final DetailPane detail;

  PlanPane(Text text, PlanAnswer answer, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.plan = answer.plan();
    PlanDetail writer = new PlanDetail(text, open);
    this.detail = new DetailPane(DeployIds.DEPLOY_PLAN_DETAIL, text.get("plan.detail"));
    list.setId(DeployIds.DEPLOY_PLAN_LIST);
    list.setAccessibleText(text.get("plan.list"));
    list.getStyleClass().addAll("edge-to-edge", "deploy-list");
    list.setCellFactory(view -> new Cell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (property, before, chosen) ->
                detail.show(chosen == null ? List.of() : writer.of(chosen, plan.createdAt())));
    setTop(head(answer, open));
    setCenter(plan.models().isEmpty() ? nothing() : body());
    getStyleClass().add("deploy-plan");
  }

  private VBox head(PlanAnswer answer, Consumer<SourcePosition> open) {
    VBox head = new VBox();
    head.getStyleClass().add("deploy-summary");
    boolean nothing = plan.isEmpty() && plan.blocked().isEmpty();
    VBox summary =
        new VBox(Parts.wrapped(nothing ? friendly() : PlanWords.summary(plan), "deploy-title"));
    summary.getChildren().getFirst().setId(DeployIds.DEPLOY_PLAN_SUMMARY);
    List<String> facts = new ArrayList<>();
    facts.add(text.get("plan.target", plan.project(), plan.target()));
    plan.flinkVersion().ifPresent(version -> facts.add("Flink " + version));
    plan.gitCommit()
        .ifPresent(commit -> facts.add(commit.substring(0, Math.min(10, commit.length()))));
    facts.add(text.get("plan.hash", plan.hash()));
    facts.add(text.get("plan.untouched"));
    summary.getChildren().add(Parts.wrapped(String.join(" · ", facts), "muted"));
    head.getChildren().add(summary);
    answer.warnings().forEach(warning -> head.getChildren().add(Parts.problem(warning, open)));
    if (!plan.limits().isEmpty()) {
      VBox limits = new VBox(Parts.label(text.get("plan.limits"), "deploy-strong"));
      limits.getStyleClass().add("deploy-lines");
      plan.limits().forEach(limit -> limits.getChildren().add(Parts.wrapped("• " + limit + ".")));
      head.getChildren().add(Parts.notice(CarbonIcons.INFORMATION, "deploy-notice-info", limits));
    }
    return head;
  }

  private String friendly() {
    return text.get(plan.models().isEmpty() ? "plan.nothing.models" : "plan.nothing");
  }

  private VBox nothing() {
    VBox empty = new VBox(Parts.wrapped(text.get("plan.nothing.hint"), "muted"));
    empty.getStyleClass().add("deploy-empty");
    return empty;
  }

  private SplitPane body() {
    List<PlannedModel> changed =
        plan.models().stream().filter(model -> model.action() != Action.UNCHANGED).toList();
    int unchanged = plan.models().size() - changed.size();
    VBox left = new VBox(list);
    VBox.setVgrow(list, Priority.ALWAYS);
    if (unchanged > 0) {
      ToggleButton fold = new ToggleButton(text.get("plan.unchanged.show", unchanged));
      fold.setId(DeployIds.DEPLOY_PLAN_UNCHANGED);
      fold.getStyleClass().addAll("flat", "deploy-fold");
      fold.setMaxWidth(Double.MAX_VALUE);
      fold.selectedProperty()
          .addListener(
              (property, before, open) -> {
                fold.setText(
                    text.get(open ? "plan.unchanged.hide" : "plan.unchanged.show", unchanged));
                show(open ? plan.models() : changed);
              });
      left.getChildren().add(fold);
      // Where nothing changes there is nothing else to see.
      fold.setSelected(changed.isEmpty());
    }
    SplitPane split = new SplitPane(left, detail);
    split.setDividerPositions(0.32);
    SplitPane.setResizableWithParent(left, false);
    show(changed.isEmpty() ? plan.models() : changed);
    return split;
  }

  private void show(List<PlannedModel> models) {
    PlannedModel chosen = list.getSelectionModel().getSelectedItem();
    list.getItems().setAll(models);
    if (chosen != null && models.contains(chosen)) {
      list.getSelectionModel().select(chosen);
    } else if (models.isEmpty()) {
      detail.show(List.of(Parts.wrapped(text.get("plan.nothing.hint"), "muted")));
    } else {
      list.getSelectionModel().select(mostUrgent(models));
    }
  }

  /** What needs a decision is looked at first. */
  private static PlannedModel mostUrgent(List<PlannedModel> models) {
    for (Action action : List.of(Action.BLOCKED, Action.UPGRADE_UNKNOWN_STATE)) {
      for (PlannedModel model : models) {
        if (model.action() == action) {
          return model;
        }
      }
    }
    return models.getFirst();
  }

  /** Icon, name, and what happens to it in words. */
  private static final class Cell extends ListCell<PlannedModel> {
    @Override
    protected void updateItem(PlannedModel model, boolean empty) {
      super.updateItem(model, empty);
      setText(null);
      if (empty || model == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      ActionLook look = ActionLook.of(model.action());
      String words = PlanWords.words(model);
      HBox row =
          new HBox(
              Parts.icon(look.icon(), look.style()),
              new VBox(Parts.shy(model.name(), "deploy-strong"), Parts.shy(words, look.style())));
      row.getStyleClass().add("deploy-cell");
      // As wide as the list: long words end in dots, and nothing scrolls sideways.
      setPrefWidth(0);
      setGraphic(row);
      setAccessibleText(model.name() + ", " + words.toLowerCase(Locale.ROOT));
    }
  }
}
