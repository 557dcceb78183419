package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.DetailPane;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Remedies;
import dev.millrace.app.parts.Remedy;
import dev.millrace.app.state.StateRow.Content;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Jobs with how much each remembers on the left; of the chosen one what, on the right. */
final class StateView extends BorderPane {
  private final Text text;
  private final StateModel model;
  private final Runnable startLocal;
  private final Consumer<SourcePosition> open;
  private final ListView<StateRow> list = new ListView<>();
  private final MemoryHead head;
  private final OperatorCards cards;
  private final DetailPane detail;
  private final BorderPane right = new BorderPane();
  private final SplitPane split;
  private final Label title = Parts.wrapped("", "deploy-title");
  private final VBox problems = new VBox();
  private boolean updating;

  /**
   * @param startLocal starts the local cluster
   * @param open shows a place in a file
   */
  StateView(Text text, StateModel model, Runnable startLocal, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.startLocal = requireNonNull(startLocal, "startLocal");
    this.open = requireNonNull(open, "open");
    this.head = new MemoryHead(text, model, open);
    this.cards = new OperatorCards(text);
    this.detail = new DetailPane(StateIds.STATE_DETAIL, text.get("detail"));
    setId(StateIds.STATE_VIEW);
    getStyleClass().add("deploy");
    list.setId(StateIds.STATE_LIST);
    list.setAccessibleText(text.get("list"));
    list.getStyleClass().addAll("edge-to-edge", "deploy-list");
    list.setCellFactory(view -> new Cell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (property, before, chosen) -> {
              if (chosen != null && !updating) {
                model.choose(chosen);
              }
            });
    this.split = new SplitPane(list, right);
    split.setDividerPositions(0.28);
    SplitPane.setResizableWithParent(list, false);
    problems.getStyleClass().add("deploy-lines");
    setTop(top());
    model.rows().addListener((property, before, rows) -> showList());
    model.chosen().addListener((property, before, chosen) -> select());
    model.shown().addListener((property, before, shown) -> showChosen());
    model
        .looking()
        .addListener(
            (property, before, looking) -> {
              showTop();
              showChosen();
              list.refresh();
            });
    model.problems().addListener((property, before, now) -> showTop());
    showList();
    showChosen();
  }

  /** Puts the keyboard into the list. */
  void focusList() {
    list.requestFocus();
  }

  private VBox top() {
    title.setId(StateIds.STATE_TITLE);
    Button read = Parts.button(StateIds.STATE_READ, text.get("read"), model::look);
    read.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> model.looking().get() || model.restricted(), model.looking()));
    HBox line = new HBox(title, Parts.gap(), read);
    line.getStyleClass().add("deploy-head");
    VBox top = new VBox(line, problems);
    top.getStyleClass().add("deploy-summary");
    return top;
  }

  private void showTop() {
    List<StateRow> rows = model.rows().get();
    List<Problem> why = model.problems().get();
    title.setText(titleWords(rows, why));
    problems.getChildren().setAll(why.stream().map(this::problem).toList());
    problems.setManaged(!why.isEmpty());
    setCenter(rows.isEmpty() ? nothing(why) : split);
  }

  private String titleWords(List<StateRow> rows, List<Problem> why) {
    if (model.restricted()) {
      return text.get("restricted.title");
    }
    long known = rows.stream().filter(row -> row.bytes().isPresent()).count();
    boolean reads = model.looking().get() && known < rows.size();
    if (reads || !model.looked()) {
      return text.get("looking", known, rows.size());
    }
    if (known == 0 && !why.isEmpty()) {
      return text.get("unknown");
    }
    long bytes = rows.stream().mapToLong(row -> row.bytes().orElse(0)).sum();
    return text.get("summary", known, PlanWords.bytes(bytes));
  }

  /** With a button where the remedy is one. */
  private Node problem(Problem problem) {
    VBox box = new VBox(Parts.problem(problem, open));
    box.getStyleClass().add("deploy-lines");
    Remedies.of(problem)
        .filter(Remedy.StartLocal.class::isInstance)
        .ifPresent(
            local ->
                box.getChildren()
                    .add(Parts.button(StateIds.STATE_LOCAL, text.get("local"), startLocal)));
    return box;
  }

  private @Nullable Node nothing(List<Problem> why) {
    if (!model.restricted() && (!why.isEmpty() || !model.looked())) {
      return null;
    }
    return empty(text.get(model.restricted() ? "restricted.explain" : "nothing"));
  }

  private static VBox empty(String words) {
    VBox empty = new VBox(Parts.wrapped(words, "muted"));
    empty.getStyleClass().add("deploy-empty");
    return empty;
  }

  private void showList() {
    List<StateRow> rows = model.rows().get();
    if (!List.copyOf(list.getItems()).equals(rows)) {
      updating = true;
      list.getItems().setAll(rows);
      updating = false;
      select();
    }
    showTop();
  }

  private void select() {
    updating = true;
    model.chosen().get().ifPresent(list.getSelectionModel()::select);
    updating = false;
  }

  private void showChosen() {
    switch (model.shown().get()) {
      case Content.Unread _ -> {
        right.setTop(null);
        boolean waits = model.looking().get() || model.place().get().isPresent();
        right.setCenter(
            empty(text.get(waits || model.chosen().get().isEmpty() ? "reading" : "unread")));
      }
      case Content.Refused refused -> {
        // Another savepoint may be chosen there.
        right.setTop(head);
        detail.show(List.of(problem(refused.problem())));
        right.setCenter(detail);
      }
      case Content.Read read -> {
        right.setTop(head);
        boolean same = cards.show(read.memory());
        List<Node> parts =
            read.memory().operators().isEmpty()
                ? List.of(Parts.wrapped(text.get("empty"), "muted"))
                : List.of(Parts.section(text.get("operators"), cards));
        if (same) {
          detail.renew(parts);
        } else {
          detail.show(parts);
        }
        right.setCenter(detail);
      }
    }
  }

  /** Name, and how much it remembers or why nobody knows. */
  private final class Cell extends ListCell<StateRow> {
    @Override
    protected void updateItem(StateRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      if (empty || row == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      String words = words(row);
      HBox line =
          new HBox(
              Parts.icon(icon(row), "deploy-calm"),
              new VBox(Parts.shy(row.name(), "deploy-strong"), Parts.shy(words, "muted")));
      line.getStyleClass().add("deploy-cell");
      // As wide as the list: long words end in dots, and nothing scrolls sideways.
      setPrefWidth(0);
      setGraphic(line);
      setAccessibleText(row.name() + ", " + words);
    }

    private String words(StateRow row) {
      return switch (row.content()) {
        case Content.Read read -> PlanWords.bytes(read.memory().snapshot().bytes());
        case Content.Refused refused -> refused.problem().message();
        case Content.Unread _ -> text.get(model.looking().get() ? "row.reading" : "row.unread");
      };
    }

    private static Ikon icon(StateRow row) {
      return switch (row.content()) {
        case Content.Read _ -> CarbonIcons.DATA_BASE;
        case Content.Refused _ -> CarbonIcons.UNKNOWN;
        case Content.Unread _ -> CarbonIcons.CIRCLE_DASH;
      };
    }
  }
}
