package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** What is planned: which models, and the choices that are unsafe unless they are wanted. */
final class PlanBar extends HBox {

  private final DeployModel model;
  private final TextField selection = new TextField();

  PlanBar(Text text, DeployModel model) {
    this.model = requireNonNull(model, "model");
    getStyleClass().add("deploy-bar");
    Label label = Parts.label(text.get("bar.models"));
    label.setLabelFor(selection);
    selection.setId(DeployIds.DEPLOY_SELECTION);
    selection.setPromptText(text.get("bar.selection.prompt"));
    selection.setAccessibleText(text.get("bar.selection"));
    selection.setTooltip(new Tooltip(text.get("bar.selection.hint")));
    selection.textProperty().bindBidirectional(model.selection());
    selection.setOnAction(event -> model.plan());
    selection.setPrefColumnCount(26);
    HBox.setHgrow(selection, Priority.SOMETIMES);
    selection.setMaxWidth(420);
    CheckBox fresh =
        choice(DeployIds.DEPLOY_FULL_REFRESH, text.get("bar.fresh"), text.get("bar.fresh.hint"));
    follow(fresh, model.fullRefresh());
    CheckBox stop =
        choice(DeployIds.DEPLOY_STOP_REMOVED, text.get("bar.stop"), text.get("bar.stop.hint"));
    follow(stop, model.stopRemoved());
    // Removed models are looked at only when all are planned.
    stop.disableProperty().bind(model.selection().isNotEmpty());
    Button plan = Parts.button(DeployIds.DEPLOY_PLAN, text.get("bar.plan"), model::plan);
    plan.setTooltip(new Tooltip(text.get("bar.plan.hint")));
    getChildren().addAll(label, selection, fresh, stop, Parts.gap(), plan);
    disableProperty().bind(Bindings.createBooleanBinding(() -> model.busy().get(), model.busy()));
  }

  /** Puts the keyboard where a selection is typed. */
  void focusSelection() {
    selection.requestFocus();
  }

  private static CheckBox choice(String id, String text, String hint) {
    CheckBox box = new CheckBox(text);
    box.setId(id);
    box.setMinWidth(USE_PREF_SIZE);
    box.setTooltip(new Tooltip(hint));
    box.setAccessibleHelp(hint);
    return box;
  }

  /** A choice that is made while a plan is shown means another plan. */
  private void follow(CheckBox box, BooleanProperty choice) {
    box.selectedProperty().bindBidirectional(choice);
    box.setOnAction(
        event -> {
          if (model.stage().get() instanceof DeployStage.Planned) {
            model.plan();
          }
        });
  }
}
