package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.DetailPane;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Remedies;
import dev.millrace.app.parts.Remedy;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Jobs in trouble on the left; what is wrong with the chosen one, and its ways out. */
final class RecoverPane extends BorderPane {
  private final Text text;
  private final RecoverModel model;
  private final TroubleDetail writer;
  private final InstantSource clock;
  private final Consumer<SourcePosition> open;
  private final Consumer<Remedy> take;
  private final ListView<Trouble> list = new ListView<>();
  private final DetailPane detail;
  private final WayCards cards;
  private final SplitPane split;
  private final Label title = Parts.wrapped("", "deploy-title");
  private final VBox problems = new VBox();
  private final TextField typed = new TextField();
  private final Label asked = Parts.label("");
  private final HBox confirmation;
  private final HBox deadLetter;
  private final Button button;
  private final VBox decisions;
  private boolean updating;

  /**
   * @param open shows a place in a file
   * @param take does what a button beside a problem says
   */
  RecoverPane(
      Text text,
      RecoverModel model,
      TroubleDetail writer,
      InstantSource clock,
      Consumer<SourcePosition> open,
      Consumer<Remedy> take) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.writer = requireNonNull(writer, "writer");
    this.clock = requireNonNull(clock, "clock");
    this.open = requireNonNull(open, "open");
    this.take = requireNonNull(take, "take");
    this.detail = new DetailPane(DeployIds.RECOVER_DETAIL, text.get("recover.detail"));
    this.cards = new WayCards(text, model);
    setId(DeployIds.RECOVER_PANE);
    list.setId(DeployIds.RECOVER_LIST);
    list.setAccessibleText(text.get("recover.list"));
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
    this.split = new SplitPane(list, detail);
    split.setDividerPositions(0.28);
    SplitPane.setResizableWithParent(list, false);
    this.confirmation = confirmation();
    this.deadLetter = deadLetter();
    this.button = Parts.button(DeployIds.RECOVER_TAKE, "", model::take, "accent");
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !model.obstacle().get().isEmpty(), model.obstacle()));
    this.decisions = decisions();
    problems.getStyleClass().add("deploy-lines");
    setTop(head());
    model.troubles().addListener((property, before, troubles) -> showList(troubles));
    model.chosen().addListener((property, before, chosen) -> showChosen());
    model.way().addListener((property, before, way) -> showWay());
    model.looking().addListener((property, before, looking) -> showHead());
    model.problems().addListener((property, before, now) -> showHead());
    showList(model.troubles().get());
    showChosen();
    showWay();
  }

  private VBox head() {
    title.setId(DeployIds.RECOVER_TITLE);
    Button look = Parts.button(DeployIds.RECOVER_LOOK, text.get("recover.look"), model::look);
    look.disableProperty().bind(model.looking());
    HBox line = new HBox(title, Parts.gap(), look);
    line.getStyleClass().add("deploy-head");
    VBox head = new VBox(line, problems);
    head.getStyleClass().add("deploy-summary");
    return head;
  }

  private HBox confirmation() {
    typed.setId(DeployIds.RECOVER_CONFIRM);
    typed.textProperty().bindBidirectional(model.confirmation());
    typed.setOnAction(event -> model.take());
    HBox line = new HBox(asked, typed);
    line.getStyleClass().add("deploy-head");
    VBox box = new VBox(Parts.wrapped(text.get("recover.grave"), "deploy-strong"), line);
    box.getStyleClass().add("deploy-lines");
    return Parts.notice(CarbonIcons.RESET, "deploy-notice-bad", box);
  }

  private HBox deadLetter() {
    TextField topic = new TextField();
    topic.setId(DeployIds.RECOVER_LETTER);
    topic.setPromptText(text.get("recover.letter.none"));
    topic.setAccessibleText(text.get("recover.letter"));
    topic.textProperty().bindBidirectional(model.deadLetter());
    topic.setOnAction(event -> model.take());
    HBox line = new HBox(Parts.label(text.get("recover.letter")), topic);
    line.getStyleClass().add("deploy-head");
    return line;
  }

  private VBox decisions() {
    Label obstacle = Parts.wrapped("", "muted");
    obstacle.setId(DeployIds.RECOVER_OBSTACLE);
    obstacle.textProperty().bind(model.obstacle());
    HBox line = new HBox(obstacle, Parts.gap(), button);
    line.getStyleClass().add("deploy-head");
    VBox box = new VBox(confirmation, deadLetter, line);
    box.getStyleClass().add("deploy-decisions");
    return box;
  }

  private void showHead() {
    int count = model.troubles().get().size();
    List<Problem> why = model.problems().get();
    title.setText(
        model.looking().get()
            ? text.get("recover.looking")
            : text.get(why.isEmpty() || count > 0 ? "recover.title" : "recover.unknown", count));
    problems.getChildren().clear();
    for (Problem problem : why) {
      problems.getChildren().add(Parts.problem(problem, open));
      Remedies.of(problem)
          .filter(Remedy.StartLocal.class::isInstance)
          .ifPresent(
              local ->
                  problems
                      .getChildren()
                      .add(
                          Parts.button(
                              DeployIds.DEPLOY_WAY_LOCAL,
                              text.get("remedy.local"),
                              () -> take.accept(local))));
    }
    problems.setManaged(!why.isEmpty());
    setCenter(count > 0 ? split : why.isEmpty() && !model.looking().get() ? nothing() : null);
  }

  private void showList(List<Trouble> troubles) {
    if (!List.copyOf(list.getItems()).equals(troubles)) {
      updating = true;
      list.getItems().setAll(troubles);
      updating = false;
      model.chosen().get().ifPresent(list.getSelectionModel()::select);
    }
    showHead();
  }

  private VBox nothing() {
    VBox empty = new VBox(Parts.wrapped(text.get("recover.nothing"), "muted"));
    empty.getStyleClass().add("deploy-empty");
    return empty;
  }

  private void showChosen() {
    Optional<Trouble> chosen = model.chosen().get();
    setBottom(chosen.isEmpty() ? null : decisions);
    chosen.ifPresent(
        trouble -> {
          list.getSelectionModel().select(trouble);
          cards.show(trouble);
          List<Node> parts = new ArrayList<>(writer.above(trouble, clock.instant()));
          parts.add(Parts.section(text.get("recover.ways"), cards));
          parts.addAll(writer.below(trouble));
          detail.show(parts);
        });
  }

  private void showWay() {
    Optional<WayOut> way = model.way().get();
    way.ifPresent(known -> button.setText(text.get("recover.take." + known.kind().written())));
    Optional<String> wanted = model.wantedConfirmation();
    wanted.ifPresent(
        name -> {
          asked.setText(text.get("decide.fresh.type", name));
          typed.setPromptText(name);
          typed.setAccessibleText(asked.getText());
        });
    confirmation.setVisible(wanted.isPresent());
    confirmation.setManaged(wanted.isPresent());
    deadLetter.setVisible(model.wantsDeadLetter());
    deadLetter.setManaged(model.wantsDeadLetter());
    String style = wanted.isPresent() ? "danger" : "accent";
    button.getStyleClass().removeAll("accent", "danger");
    button.getStyleClass().add(style);
    if (wanted.isPresent()) {
      // The question takes room, and what it is asked about must stay in sight.
      layout();
      cards.chosen().ifPresent(detail::reveal);
    }
  }

  /** Icon, name, and how it stands in words. */
  private final class Cell extends ListCell<Trouble> {
    @Override
    protected void updateItem(Trouble trouble, boolean empty) {
      super.updateItem(trouble, empty);
      setText(null);
      if (empty || trouble == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      ActionLook look = ActionLook.of(trouble.kind());
      String words = TroubleDetail.kind(text, trouble);
      HBox row =
          new HBox(
              Parts.icon(look.icon(), look.style()),
              new VBox(Parts.shy(trouble.name(), "deploy-strong"), Parts.shy(words, "muted")));
      row.getStyleClass().add("deploy-cell");
      // As wide as the list: long words end in dots, and nothing scrolls sideways.
      setPrefWidth(0);
      setGraphic(row);
      setAccessibleText(trouble.name() + ", " + words);
    }
  }
}
