package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import atlantafx.base.theme.Styles;
import dev.millrace.app.fx.Text;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** Above the graph: what is shown, as what, and how large. */
final class DagToolbar extends HBox {
  static final String SELECTION_ID = "dag-selection";
  static final String FIT_ID = "dag-fit";
  static final String FOCUS_ID = "dag-focus";
  static final String HIDE_ID = "dag-hide";
  static final String COUNT_ID = "dag-count";

  /** Long enough not to choose after every letter of a name. */
  private static final Duration TYPING = Duration.millis(250);

  private final DagModel model;
  private final Text text;
  private final TextField selection = new TextField();
  private final Map<DagModel.Face, ToggleButton> faces = new LinkedHashMap<>();

  DagToolbar(DagModel model, Text text, DagCanvas canvas) {
    this.model = requireNonNull(model, "model");
    this.text = requireNonNull(text, "text");
    getStyleClass().add("dag-toolbar");
    setAlignment(Pos.CENTER_LEFT);
    Region space = new Region();
    setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            selection(),
            hide(),
            count(),
            space,
            focus(canvas),
            button(FIT_ID, CarbonIcons.FIT_TO_SCREEN, "fit.tip", canvas::fit),
            button("dag-zoom-in", CarbonIcons.ZOOM_IN, "zoom-in.tip", canvas::enlarge),
            button("dag-zoom-out", CarbonIcons.ZOOM_OUT, "zoom-out.tip", canvas::shrink),
            new Separator(Orientation.VERTICAL),
            faces());
  }

  void focusSelection() {
    selection.requestFocus();
    selection.selectAll();
  }

  /** Puts a selection into the box and applies it. */
  void choose(String words) {
    selection.setText(words);
    model.choose(words);
  }

  private TextField selection() {
    selection.setId(SELECTION_ID);
    selection.setPromptText(text.get("select.prompt"));
    selection.setAccessibleText(text.get("select.accessible"));
    selection.getStyleClass().addAll(Styles.SMALL, "code");
    selection.setPrefWidth(280);
    selection.setMinWidth(120);
    PauseTransition typing = new PauseTransition(TYPING);
    typing.setOnFinished(event -> model.choose(selection.getText()));
    selection.textProperty().addListener(changed -> typing.playFromStart());
    selection.setOnAction(
        event -> {
          typing.stop();
          model.choose(selection.getText());
        });
    selection.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && !selection.getText().isEmpty()) {
            typing.stop();
            choose("");
            event.consume();
          }
        });
    return selection;
  }

  private ToggleButton hide() {
    ToggleButton hide = new ToggleButton(text.get("select.hide"));
    hide.setId(HIDE_ID);
    hide.setTooltip(new Tooltip(text.get("select.hide.tip")));
    hide.getStyleClass().add(Styles.SMALL);
    hide.setMinWidth(USE_PREF_SIZE);
    hide.selectedProperty().bindBidirectional(model.restHidden());
    hide.disableProperty().bind(model.chosen().map(chosen -> chosen.isEmpty()).orElse(true));
    return hide;
  }

  private Label count() {
    Label count = new Label();
    count.setId(COUNT_ID);
    count.getStyleClass().add("muted");
    model.picture().subscribe(picture -> count.setText(model.count()));
    model.chosen().subscribe(chosen -> count.setText(model.count()));
    return count;
  }

  private ToggleButton focus(DagCanvas canvas) {
    ToggleButton focus =
        new ToggleButton(text.get("focus"), new FontIcon(CarbonIcons.CENTER_CIRCLE));
    focus.setId(FOCUS_ID);
    focus.setTooltip(new Tooltip(text.get("focus.tip")));
    focus.getStyleClass().add(Styles.SMALL);
    focus.setMinWidth(USE_PREF_SIZE);
    focus.selectedProperty().bindBidirectional(model.focused());
    focus.setOnAction(
        event -> {
          if (model.focused().get()) {
            canvas.center();
          }
        });
    focus.disableProperty().bind(model.selected().isNull());
    return focus;
  }

  private HBox faces() {
    ToggleGroup group = new ToggleGroup();
    HBox row = new HBox();
    for (DagModel.Face face : DagModel.Face.values()) {
      String key = "face." + face.name().toLowerCase(Locale.ROOT);
      ToggleButton button =
          new ToggleButton(
              text.get(key),
              new FontIcon(
                  switch (face) {
                    case PICTURE -> CarbonIcons.FLOW;
                    case TREE -> CarbonIcons.TREE_VIEW_ALT;
                    case TABLE -> CarbonIcons.LIST;
                  }));
      button.setId("dag-face-" + face.name().toLowerCase(Locale.ROOT));
      button.setTooltip(new Tooltip(text.get(key + ".tip")));
      button.setUserData(face);
      button.setToggleGroup(group);
      button.setMinWidth(USE_PREF_SIZE);
      button.getStyleClass().addAll(Styles.SMALL, pill(face));
      faces.put(face, button);
      row.getChildren().add(button);
    }
    model.face().subscribe(face -> group.selectToggle(faces.get(face)));
    group
        .selectedToggleProperty()
        .addListener((property, before, now) -> chosenFace(group, before, now));
    return row;
  }

  private void chosenFace(ToggleGroup group, Toggle before, Toggle now) {
    if (now == null) {
      // One of them is always on.
      group.selectToggle(before);
    } else if (now.getUserData() instanceof DagModel.Face face) {
      model.face().set(face);
    }
  }

  private static String pill(DagModel.Face face) {
    return switch (face) {
      case PICTURE -> Styles.LEFT_PILL;
      case TREE -> Styles.CENTER_PILL;
      case TABLE -> Styles.RIGHT_PILL;
    };
  }

  private ButtonBase button(String id, Ikon icon, String tip, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.setId(id);
    button.setTooltip(new Tooltip(text.get(tip)));
    button.setAccessibleText(text.get(tip));
    button.getStyleClass().addAll(Styles.SMALL, Styles.FLAT, Styles.BUTTON_ICON);
    button.setOnAction(event -> action.run());
    return button;
  }
}
