package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.WayOffer;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** What the user has to decide before a plan is carried out, and the button that does it. */
final class DecisionBar extends VBox {

  private final Text text;
  private final DeployModel model;

  DecisionBar(Text text, DeployModel model, Plan plan) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    getStyleClass().add("deploy-decisions");
    for (PlannedModel planned : plan.models()) {
      planned.decisions().forEach(decision -> getChildren().add(choice(planned, decision)));
    }
    plan.models().stream()
        .filter(DecisionBar::asksForAWay)
        .forEach(planned -> getChildren().add(ways(planned)));
    // One question after the other: what is chosen decides what is left to permit.
    if (plan.acting().stream().allMatch(planned -> planned.decisions().isEmpty())
        && !plan.unknownState().isEmpty()) {
      getChildren().add(unknownState(plan));
    }
    model.wantedConfirmation().ifPresent(name -> getChildren().add(confirmation(plan, name)));
    if (!plan.isEmpty()) {
      getChildren().add(apply(plan));
    }
    setManaged(!getChildren().isEmpty());
  }

  private HBox choice(PlannedModel planned, CarriedStates.Decision decision) {
    HBox buttons = new HBox();
    buttons.getStyleClass().add("deploy-head");
    for (Choices.Choice choice : decision.choices()) {
      buttons
          .getChildren()
          .add(
              Parts.button(
                  DeployIds.choose(decision.column(), choice),
                  text.get("decide.choose." + choice.written()),
                  () -> model.choose(decision, choice)));
    }
    // What blocks a plan and can be chosen away is a topic that is not the one that was read.
    String subject = planned.action() == Action.BLOCKED ? "decide.topic" : "decide.choose";
    VBox box =
        new VBox(
            Parts.wrapped(
                text.get(subject + ".title", decision.column(), planned.name()), "deploy-strong"),
            Parts.wrapped(text.get(subject + ".explain")),
            buttons);
    box.getStyleClass().add("deploy-lines");
    return Parts.notice(CarbonIcons.HELP_FILLED, "deploy-notice-warn", box);
  }

  /** Where what becomes of the state is not plain; a fresh start has its own confirmation. */
  private static boolean asksForAWay(PlannedModel planned) {
    return switch (planned.action()) {
      case UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, BLOCKED, START_FRESH ->
          !planned.ways().isEmpty();
      case CREATE, UNCHANGED, UPGRADE, RESTART, STOP, LEFT_RUNNING -> false;
    };
  }

  private HBox ways(PlannedModel planned) {
    VBox box =
        new VBox(Parts.wrapped(text.get("decide.way.title", planned.name()), "deploy-strong"));
    HBox buttons = new HBox();
    buttons.getStyleClass().add("deploy-head");
    for (WayOffer offer : planned.ways()) {
      Button button =
          Parts.button(
              DeployIds.choose(planned.name(), offer.way()),
              text.get("decide.way." + offer.way().written()),
              () -> model.choose(planned, offer.way()));
      button.setDisable(!offer.isPossible() || offer.way() == planned.way());
      buttons.getChildren().add(button);
      box.getChildren()
          .add(
              Parts.wrapped(
                  text.get("decide.way." + offer.way().written()) + ": " + offer.sentence()));
    }
    box.getChildren().add(buttons);
    box.getStyleClass().add("deploy-lines");
    return Parts.notice(CarbonIcons.HELP_FILLED, "deploy-notice-warn", box);
  }

  private HBox unknownState(Plan plan) {
    String names =
        plan.unknownState().stream().map(PlannedModel::name).collect(Collectors.joining(", "));
    CheckBox allow = new CheckBox(text.get("decide.unknown"));
    allow.setId(DeployIds.DEPLOY_ALLOW_UNKNOWN);
    allow.selectedProperty().bindBidirectional(model.allowUnknownState());
    // Where state goes on as it should, only the project wants somebody to look.
    boolean policy =
        plan.unknownState().stream().allMatch(planned -> planned.action() == Action.UPGRADE);
    VBox box =
        new VBox(
            Parts.wrapped(
                text.get(policy ? "decide.policy.title" : "decide.unknown.title", names),
                "deploy-strong"),
            Parts.wrapped(text.get(policy ? "decide.policy.explain" : "decide.unknown.explain")),
            allow);
    box.getStyleClass().add("deploy-lines");
    return Parts.notice(CarbonIcons.WARNING_ALT_FILLED, "deploy-notice-warn", box);
  }

  private HBox confirmation(Plan plan, String name) {
    TextField typed = new TextField();
    typed.setId(DeployIds.DEPLOY_CONFIRM);
    typed.setPromptText(name);
    typed.setAccessibleText(text.get("decide.fresh.type", name));
    typed.textProperty().bindBidirectional(model.confirmation());
    typed.setOnAction(event -> model.apply());
    HBox line = new HBox(Parts.label(text.get("decide.fresh.type", name)), typed);
    line.getStyleClass().add("deploy-head");
    VBox box =
        new VBox(
            Parts.wrapped(text.get("decide.fresh.title", plan.target()), "deploy-strong"),
            Parts.wrapped(text.get("decide.fresh.explain")),
            line);
    box.getStyleClass().add("deploy-lines");
    return Parts.notice(CarbonIcons.RESET, "deploy-notice-bad", box);
  }

  private HBox apply(Plan plan) {
    int count = plan.acting().size();
    Button apply =
        Parts.button(DeployIds.DEPLOY_APPLY, text.get("apply", count), model::apply, "accent");
    apply
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !model.obstacle().get().isEmpty(), model.obstacle()));
    Label obstacle = Parts.wrapped("", "muted");
    obstacle.setId(DeployIds.DEPLOY_OBSTACLE);
    obstacle.textProperty().bind(model.obstacle());
    HBox line = new HBox(obstacle, Parts.gap(), apply);
    line.getStyleClass().add("deploy-head");
    return line;
  }
}
