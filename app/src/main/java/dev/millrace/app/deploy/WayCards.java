package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** The ways out of a trouble, of which one is chosen: what each does, keeps and loses. */
final class WayCards extends VBox {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final Text text;
  private final RecoverModel model;
  private final Map<WayOut, Card> cards = new LinkedHashMap<>();
  private ToggleGroup group = new ToggleGroup();

  private record Card(VBox box, RadioButton button) {}

  WayCards(Text text, RecoverModel model) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    setId(DeployIds.RECOVER_WAYS);
    getStyleClass().add("deploy-cards");
    model.way().addListener((property, before, way) -> mark(way));
  }

  /** Shows the ways of another trouble, in the engine's order. */
  void show(Trouble trouble) {
    cards.clear();
    group = new ToggleGroup();
    // Also for arrow keys, which choose without any action.
    group
        .selectedToggleProperty()
        .addListener(
            (property, before, chosen) ->
                trouble.ways().stream()
                    .filter(way -> isOf(way, chosen))
                    .findFirst()
                    .ifPresent(model::decide));
    trouble.ways().forEach(way -> cards.put(way, card(way)));
    getChildren().setAll(cards.values().stream().map(Card::box).toList());
    mark(model.way().get());
  }

  private boolean isOf(WayOut way, @Nullable Toggle toggle) {
    return Optional.ofNullable(cards.get(way)).filter(card -> card.button() == toggle).isPresent();
  }

  /** The card of the chosen way. */
  Optional<Region> chosen() {
    return model.way().get().map(cards::get).map(Card::box);
  }

  private void mark(Optional<WayOut> chosen) {
    cards.forEach(
        (way, card) -> {
          boolean marked = chosen.equals(Optional.of(way));
          card.button().setSelected(marked);
          card.box().pseudoClassStateChanged(CHOSEN, marked);
        });
  }

  private Card card(WayOut way) {
    String name = text.get("way." + way.kind().written());
    RadioButton button = new RadioButton(name);
    button.setId(DeployIds.way(way.kind()));
    button.setToggleGroup(group);
    button.setMinWidth(USE_PREF_SIZE);
    button.getStyleClass().add("deploy-strong");
    // The words of a card belong to its button for whoever does not see them.
    button.setAccessibleHelp(way.does());
    HBox head = new HBox(button);
    head.getStyleClass().add("deploy-head");
    if (way.recommended()) {
      head.getChildren().add(Parts.label(text.get("recover.recommended"), "deploy-badge"));
    }
    head.getChildren().add(Parts.gap());
    way.takes().ifPresent(takes -> head.getChildren().add(Parts.label(takes(takes), "muted")));
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    boolean keepsNothing = way.kind() == WayOut.Kind.FRESH;
    row(
        grid,
        keepsNothing
            ? new ActionLook(CarbonIcons.CIRCLE_DASH, "deploy-calm")
            : new ActionLook(CarbonIcons.CHECKMARK_OUTLINE, "deploy-good"),
        "keeps",
        way.keeps());
    way.loses().ifPresent(loses -> row(grid, ActionLook.ofLoss(), "loses", loses));
    VBox box = new VBox(head, Parts.wrapped(way.does()), grid);
    box.getStyleClass().addAll("deploy-card", "deploy-lines");
    box.setOnMouseClicked(event -> model.decide(way));
    return new Card(box, button);
  }

  private void row(GridPane grid, ActionLook look, String key, String words) {
    Label name = Parts.label(text.get("recover." + key), "muted");
    HBox label = new HBox(Parts.icon(look.icon(), look.style()), name);
    label.getStyleClass().add("deploy-head");
    label.setMinWidth(USE_PREF_SIZE);
    label.setMaxHeight(USE_PREF_SIZE);
    GridPane.setValignment(label, VPos.TOP);
    grid.addRow(grid.getRowCount(), label, Parts.wrapped(words));
  }

  private String takes(Duration takes) {
    return text.get("recover.takes", Math.max(1, takes.toSeconds()));
  }
}
