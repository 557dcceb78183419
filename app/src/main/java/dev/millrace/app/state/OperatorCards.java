package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.inspect.MemoryWords;
import dev.millrace.engine.plan.PlanWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/**
 * The operators of a job, the largest first, each with its share of the whole; its states are shown
 * when somebody opens it. The largest is open from the beginning.
 */
final class OperatorCards extends VBox {
  /** Positions and transactions that are named before the rest is only counted. */
  private static final int NAMED = 24;

  private final Text text;
  private final Set<String> opened = new HashSet<>();
  private Optional<Set<String>> shown = Optional.empty();

  OperatorCards(Text text) {
    this.text = requireNonNull(text, "text");
    getStyleClass().add("deploy-cards");
  }

  /**
   * Shows what a job remembers; what is open stays so while the operators are the same.
   *
   * @return whether they are the same
   */
  boolean show(Memory memory) {
    Set<String> now =
        memory.operators().stream().map(part -> part.operator().id()).collect(Collectors.toSet());
    boolean same = shown.equals(Optional.of(now));
    if (!same) {
      opened.clear();
      memory.operators().stream()
          .findFirst()
          .ifPresent(largest -> opened.add(largest.operator().id()));
    }
    shown = Optional.of(now);
    boolean several =
        memory.operators().stream().flatMap(part -> part.models().stream()).distinct().count() > 1;
    getChildren()
        .setAll(
            memory.operators().stream()
                .map(part -> card(part, memory.snapshot().bytes(), several))
                .toList());
    return same;
  }

  private VBox card(Memory.Part part, long whole, boolean several) {
    String id = part.operator().id();
    VBox states = states(part);
    Button fold = new Button();
    fold.setId(StateIds.operator(id));
    fold.getStyleClass().addAll("flat", "button-icon", "state-fold");
    Runnable turn =
        () -> {
          boolean open = opened.contains(id);
          states.setVisible(open);
          states.setManaged(open);
          fold.setGraphic(Parts.icon(open ? CarbonIcons.CHEVRON_DOWN : CarbonIcons.CHEVRON_RIGHT));
          fold.setAccessibleText(text.get(open ? "fold.hide" : "fold.show", part.description()));
        };
    turn.run();
    fold.setOnAction(
        event -> {
          if (!opened.remove(id)) {
            opened.add(id);
          }
          turn.run();
        });
    // Else it would be turned twice, as a button and with the rest of the head.
    fold.setOnMouseClicked(Event::consume);
    HBox head = new HBox(fold, names(part, several), share(part.bytes(), whole));
    head.getStyleClass().addAll("deploy-head", "state-head");
    head.setOnMouseClicked(event -> fold.fire());
    VBox card = new VBox(head, states);
    card.getStyleClass().addAll("deploy-card", "deploy-lines");
    return card;
  }

  private VBox names(Memory.Part part, boolean several) {
    Label description = Parts.shy(part.description(), "code", "deploy-small");
    description.setTooltip(tooltip(part.description()));
    List<String> facts = new ArrayList<>();
    part.role().ifPresent(role -> facts.add(text.get("role." + lower(role))));
    if (several && !part.models().isEmpty()) {
      facts.add(
          text.get(
              "models",
              part.models().stream().map(StateRow::name).collect(Collectors.joining(", "))));
    }
    facts.add(text.get("parallelism", part.operator().parallelism()));
    if (part.operator().finished()) {
      facts.add(text.get("finished"));
    }
    VBox names =
        new VBox(description, Parts.shy(String.join(" · ", facts), "muted", "deploy-small"));
    names.setMinWidth(0);
    HBox.setHgrow(names, Priority.ALWAYS);
    return names;
  }

  private static Tooltip tooltip(String words) {
    Tooltip tooltip = new Tooltip(words);
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(640);
    return tooltip;
  }

  private HBox share(long bytes, long whole) {
    double share = whole > 0 ? Math.clamp((double) bytes / whole, 0, 1) : 0;
    String percent = percent(share);
    ProgressBar bar = new ProgressBar(share);
    bar.setFocusTraversable(false);
    bar.getStyleClass().add("state-share");
    bar.setAccessibleText(text.get("share", percent));
    Label words = Parts.label(percent, "muted", "state-percent");
    HBox box = new HBox(bar, words, Parts.label(PlanWords.bytes(bytes), "state-bytes"));
    box.getStyleClass().add("deploy-head");
    box.setMinWidth(USE_PREF_SIZE);
    return box;
  }

  /** What is there is never told as nothing, and what is not all never as all. */
  static String percent(double share) {
    if (share > 0 && share < 0.01) {
      return "< 1 %";
    }
    return (share < 1 ? Math.min(99, Math.round(share * 100)) : 100) + " %";
  }

  private VBox states(Memory.Part part) {
    VBox states = new VBox();
    states.getStyleClass().addAll("deploy-rows", "state-states");
    part.operator()
        .problem()
        .ifPresent(
            problem ->
                states
                    .getChildren()
                    .add(
                        Parts.notice(
                            CarbonIcons.WARNING_ALT_FILLED,
                            "deploy-notice-warn",
                            Parts.wrapped(Parts.sentence(problem)))));
    part.states().stream()
        .filter(MemoryWords::isTold)
        .map(held -> state(part, held))
        .forEach(states.getChildren()::add);
    if (states.getChildren().isEmpty()) {
      states.getChildren().add(Parts.wrapped(text.get("states.none"), "muted"));
    }
    return states;
  }

  private Node state(Memory.Part part, Memory.Held held) {
    return switch (held.state().kind()) {
      case POSITIONS -> Parts.wrapped(MemoryWords.positions(part.operator().positions(), NAMED));
      case TRANSACTIONS ->
          Parts.wrapped(MemoryWords.transactions(part.operator().transactions(), NAMED));
      case VALUE, MAP, LIST, TIMERS, OPERATOR, BROADCAST, RAW -> state(held);
    };
  }

  private Node state(Memory.Held held) {
    HBox head =
        new HBox(
            Parts.label(held.state().name(), "code", "deploy-small", "deploy-strong"),
            Parts.label(lower(held.state().kind()), "muted"));
    head.getStyleClass().add("deploy-head");
    held.count()
        .ifPresent(
            count ->
                head.getChildren().add(Parts.label(MemoryWords.count(count), "deploy-strong")));
    if (held.state().timeToLive()) {
      Label badge = Parts.label(text.get("expires"), "deploy-badge");
      badge.setTooltip(tooltip(text.get("expires.hint")));
      head.getChildren().add(badge);
    }
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    fields(grid, "by", held.columns().key());
    fields(grid, "in", held.state().namespace());
    fields(grid, "map", held.columns().mapKey());
    fields(grid, "holds", held.columns().value());
    VBox box = new VBox(head, grid);
    box.getStyleClass().add("deploy-lines");
    return box;
  }

  private void fields(GridPane grid, String key, List<String> fields) {
    if (fields.isEmpty()) {
      return;
    }
    Label name = Parts.label(text.get("fields." + key), "muted");
    GridPane.setValignment(name, VPos.TOP);
    Label value = Parts.wrapped(String.join(", ", fields), "code", "deploy-small");
    GridPane.setHgrow(value, Priority.ALWAYS);
    grid.addRow(grid.getRowCount(), name, value);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
