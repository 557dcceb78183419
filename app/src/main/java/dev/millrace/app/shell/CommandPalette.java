package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Every command by a few letters, over the window. */
final class CommandPalette {
  /** Id of the whole, for tests. */
  static final String ID = "palette";

  /** Id of the field. */
  static final String FIELD_ID = "palette-field";

  /** Id of the list. */
  static final String LIST_ID = "palette-list";

  private final Text text = Text.beside(CommandPalette.class);
  private final StackPane layer;
  private final CommandRegistry registry;
  private final PaletteModel model;
  private final TextField field = new TextField();
  private final ListView<Command> list = new ListView<>();
  private final VBox box = new VBox(field, list);
  private @Nullable Node before;

  /**
   * @param layer what the palette is laid over
   */
  CommandPalette(StackPane layer, CommandRegistry registry) {
    this.layer = requireNonNull(layer, "layer");
    this.registry = requireNonNull(registry, "registry");
    this.model = new PaletteModel(registry);
    box.setId(ID);
    box.getStyleClass().add("palette");
    box.setMaxSize(560, Region.USE_PREF_SIZE);
    StackPane.setAlignment(box, Pos.TOP_CENTER);
    field.setId(FIELD_ID);
    field.setPromptText(text.get("palette.prompt"));
    field.setAccessibleText(text.get("palette.title"));
    field.textProperty().bindBidirectional(model.typed());
    list.setId(LIST_ID);
    list.setItems(model.found());
    list.setFixedCellSize(28);
    list.setPrefHeight(28 * 12 + 2);
    list.setPlaceholder(new Label(text.get("palette.none")));
    list.setCellFactory(view -> new CommandCell());
    list.setOnMouseClicked(event -> carryOut());
    box.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field
        .focusedProperty()
        .addListener(
            (property, had, has) -> {
              if (!has && box.getScene() != null && !list.isFocused()) {
                close();
              }
            });
  }

  void open() {
    if (layer.getChildren().contains(box)) {
      return;
    }
    before = layer.getScene().getFocusOwner();
    field.clear();
    model.search();
    list.getSelectionModel().selectFirst();
    layer.getChildren().add(box);
    field.requestFocus();
  }

  private void close() {
    layer.getChildren().remove(box);
    if (before != null) {
      before.requestFocus();
      before = null;
    }
  }

  private void pressed(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.ESCAPE) {
      close();
    } else if (code == KeyCode.ENTER) {
      carryOut();
    } else if (code == KeyCode.DOWN || code == KeyCode.UP) {
      int size = list.getItems().size();
      int step = code == KeyCode.DOWN ? 1 : -1;
      if (size > 0) {
        int index = Math.floorMod(list.getSelectionModel().getSelectedIndex() + step, size);
        list.getSelectionModel().select(index);
        list.scrollTo(index);
      }
    } else {
      if (list.getSelectionModel().isEmpty()) {
        list.getSelectionModel().selectFirst();
      }
      return;
    }
    event.consume();
  }

  private void carryOut() {
    Command chosen = list.getSelectionModel().getSelectedItem();
    if (chosen == null && !list.getItems().isEmpty()) {
      chosen = list.getItems().getFirst();
    }
    // The command means what was active before the palette came.
    close();
    if (chosen != null) {
      registry.run(chosen.id());
    }
  }

  private static final class CommandCell extends ListCell<Command> {
    private final Label name = new Label();
    private final Label keys = new Label();
    private final HBox row = new HBox(name, keys);

    CommandCell() {
      row.setAlignment(Pos.CENTER_LEFT);
      HBox.setHgrow(name, Priority.ALWAYS);
      name.setMaxWidth(Double.MAX_VALUE);
      keys.getStyleClass().addAll("muted", "keys");
    }

    @Override
    protected void updateItem(@Nullable Command command, boolean empty) {
      super.updateItem(command, empty);
      if (empty || command == null) {
        setGraphic(null);
        return;
      }
      name.setText(PaletteModel.name(command));
      keys.setText(Keymap.written(command));
      setGraphic(row);
      setAccessibleText(name.getText());
    }
  }
}
