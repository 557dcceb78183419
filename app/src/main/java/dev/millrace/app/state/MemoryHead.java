package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Spans;
import dev.millrace.app.work.Work;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.inspect.MemoryWords;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Where the state of the chosen job was read, how old that is, and what can be done with it. */
final class MemoryHead extends VBox {
  private final Text text;
  private final StateModel model;
  private final Consumer<SourcePosition> open;
  private final Label name = Parts.shy("", "deploy-title");
  private final Label bytes = Parts.label("", "deploy-title", "muted");
  private final ComboBox<Optional<Savepoint>> place = new ComboBox<>();
  private final Button count;
  private final Label source = Parts.wrapped("");
  private final Label start = Parts.wrapped("", "muted");
  private final TextField path = new TextField();
  private final HBox pathLine;
  private final Label obstacle = Parts.wrapped("", "muted", "deploy-small");
  private final VBox notices = new VBox();
  private boolean updating;

  /**
   * @param open shows a place in a file
   */
  MemoryHead(Text text, StateModel model, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.open = requireNonNull(open, "open");
    setId(StateIds.STATE_HEAD);
    getStyleClass().add("deploy-summary");
    this.count = Parts.button(StateIds.STATE_COUNT, text.get("count"), model::count);
    place.setId(StateIds.STATE_PLACE);
    place.setAccessibleText(text.get("place"));
    place.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Optional<Savepoint> savepoint) {
            return savepoint == null ? "" : words(savepoint);
          }

          @Override
          public Optional<Savepoint> fromString(String words) {
            throw new UnsupportedOperationException("nobody writes into it");
          }
        });
    place.setOnAction(
        event -> {
          if (!updating && place.getValue() != null) {
            model.choose(place.getValue());
          }
        });
    place.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(name, bytes, Parts.gap(), place, count);
    line.getStyleClass().add("deploy-head");
    this.pathLine = pathLine();
    obstacle.setId(StateIds.STATE_OBSTACLE);
    notices.getStyleClass().add("deploy-lines");
    VBox words = new VBox(source, start);
    words.getStyleClass().add("deploy-lines");
    getChildren().addAll(line, words, pathLine, obstacle, notices);
    model.chosen().addListener((property, before, chosen) -> show());
    model.shown().addListener((property, before, shown) -> show());
    model.asOf().addListener((property, before, now) -> showAges());
    model.places().addListener((property, before, places) -> showPlaces());
    model.place().addListener((property, before, chosen) -> showPlaces());
    model.work().addListener((property, before, work) -> show());
    model.countProblems().addListener((property, before, why) -> showNotices());
    showPlaces();
    show();
  }

  private HBox pathLine() {
    path.setId(StateIds.STATE_PATH);
    path.setEditable(false);
    path.setAccessibleText(text.get("path"));
    path.getStyleClass().addAll("code", "deploy-small", "state-path");
    HBox.setHgrow(path, Priority.ALWAYS);
    Button copy = Parts.button(StateIds.STATE_COPY, text.get("copy"), this::copy);
    HBox line = new HBox(path, copy);
    line.getStyleClass().add("deploy-head");
    return line;
  }

  private void copy() {
    ClipboardContent content = new ClipboardContent();
    content.putString(path.getText());
    Clipboard.getSystemClipboard().setContent(content);
  }

  private void show() {
    Optional<Memory> memory = model.memory();
    name.setText(model.chosen().get().map(StateRow::name).orElse(""));
    bytes.setText(memory.map(known -> PlanWords.bytes(known.snapshot().bytes())).orElse(""));
    path.setText(memory.map(Memory::path).orElse(""));
    showIf(pathLine, memory.isPresent());
    count.setDisable(!model.mayCount());
    obstacle.setText(model.obstacle());
    showIf(obstacle, !obstacle.getText().isEmpty());
    showAges();
    showNotices();
  }

  private void showAges() {
    Optional<Memory> memory = model.memory();
    source.setText(
        memory
            .map(
                known ->
                    text.get("source", MemoryWords.source(known.snapshot(), model.asOf().get())))
            .orElse(""));
    showIf(source, memory.isPresent());
    Optional<Memory.Start> began = memory.flatMap(Memory::start);
    start.setText(
        began
            .map(known -> MemoryWords.start(known, model.asOf().get()))
            .map(
                words ->
                    Parts.sentence(
                        words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)))
            .orElse(""));
    showIf(start, began.isPresent());
  }

  private void showPlaces() {
    updating = true;
    List<Optional<Savepoint>> all = new ArrayList<>();
    all.add(Optional.empty());
    model.places().get().forEach(savepoint -> all.add(Optional.of(savepoint)));
    if (!List.copyOf(place.getItems()).equals(all)) {
      place.getItems().setAll(all);
    }
    place.setValue(model.place().get());
    updating = false;
    showIf(place, all.size() > 1);
  }

  private String words(Optional<Savepoint> savepoint) {
    return savepoint
        .map(
            known -> {
              String age = Spans.rough(Duration.between(known.takenAt(), model.asOf().get()));
              return known
                  .label()
                  .map(label -> text.get("place.labelled", label, age))
                  .orElseGet(
                      () ->
                          text.get("place." + known.origin().name().toLowerCase(Locale.ROOT), age));
            })
        .orElse(text.get("place.newest"));
  }

  private void showNotices() {
    notices.getChildren().clear();
    model.work().get().ifPresent(work -> notices.getChildren().add(counting(work)));
    model
        .countProblems()
        .get()
        .forEach(problem -> notices.getChildren().add(Parts.problem(problem, open)));
    if (model.work().get().isEmpty()) {
      model
          .uncounted()
          .forEach(
              why ->
                  notices
                      .getChildren()
                      .add(
                          Parts.notice(
                              CarbonIcons.WARNING_ALT_FILLED,
                              "deploy-notice-warn",
                              Parts.wrapped(Parts.sentence(text.get("count.not", why))))));
    }
    showIf(notices, !notices.getChildren().isEmpty());
  }

  private HBox counting(Work<?> work) {
    Label says = Parts.wrapped("", "deploy-strong");
    says.textProperty().bind(Bindings.concat(work.title(), "  ", work.message()));
    Button cancel = Parts.button(StateIds.STATE_CANCEL, text.get("cancel"), work::cancel);
    cancel.disableProperty().bind(work.cancelling());
    return Parts.notice(CarbonIcons.IN_PROGRESS, "deploy-notice-info", says, cancel);
  }

  private static void showIf(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
