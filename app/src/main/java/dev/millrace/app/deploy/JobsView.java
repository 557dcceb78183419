package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Spans;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.recover.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Every deployment as the ledger and the cluster know it, and the local cluster. */
public final class JobsView extends BorderPane {

  private final Text text;
  private final JobsModel model;
  private final RecoverModel recover;
  private final Consumer<String> lead;
  private final Consumer<String> remember;
  private final TableView<JobRow> table = new TableView<>();
  private final Label cluster = Parts.wrapped("", "muted");
  private final Button local = new Button();
  private final VBox strips = new VBox();

  /**
   * @param lead shows the ways out of the trouble that a model's job is in
   * @param remember shows what a model's job remembers
   */
  JobsView(
      Text text,
      JobsModel model,
      RecoverModel recover,
      Consumer<String> lead,
      Consumer<String> remember) {
    this.text = requireNonNull(text, "text");
    this.model = requireNonNull(model, "model");
    this.recover = requireNonNull(recover, "recover");
    this.lead = requireNonNull(lead, "lead");
    this.remember = requireNonNull(remember, "remember");
    setId(DeployIds.JOBS_VIEW);
    getStyleClass().add("deploy");
    strips.getStyleClass().add("deploy-notices");
    setTop(new VBox(bar(), strips));
    setCenter(table());
    model.standing().addListener((property, before, standing) -> head());
    // Ages grow although rows stay as they are.
    model.seenAt().addListener((property, before, seen) -> table.refresh());
    model.work().addListener((property, before, work) -> renew());
    model.question().addListener((property, before, question) -> renew());
    recover
        .troubles()
        .addListener(
            (property, before, troubles) -> {
              table.refresh();
              strips();
            });
    model.problems().addListener((property, before, problems) -> renew());
    renew();
  }

  /** The chosen rows. */
  List<JobRow> chosen() {
    return List.copyOf(table.getSelectionModel().getSelectedItems());
  }

  /** Puts the keyboard into the list. */
  void focusTable() {
    table.requestFocus();
  }

  private void renew() {
    head();
    strips();
  }

  private HBox bar() {
    cluster.setId(DeployIds.JOBS_CLUSTER);
    local.setId(DeployIds.JOBS_LOCAL);
    local.setMinWidth(USE_PREF_SIZE);
    Button state =
        Parts.button(
            DeployIds.JOBS_STATE,
            text.get("jobs.remembers"),
            () -> chosen().stream().findFirst().map(JobRow::model).ifPresent(remember));
    state
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> chosen().isEmpty(), table.getSelectionModel().getSelectedItems()));
    Button stop =
        Parts.button(DeployIds.JOBS_STOP, text.get("jobs.stop"), () -> model.askToStop(chosen()));
    stop.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> chosen().stream().noneMatch(JobRow::stoppable),
                table.getSelectionModel().getSelectedItems()));
    Button all =
        Parts.button(
            DeployIds.JOBS_STOP_ALL,
            text.get("jobs.stop.all"),
            () -> model.askToStop(model.rows()));
    all.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> model.rows().stream().noneMatch(JobRow::stoppable), model.rows()));
    Button refresh = Parts.button(DeployIds.JOBS_REFRESH, text.get("jobs.refresh"), model::refresh);
    HBox bar = new HBox(cluster, Parts.gap(), local, state, stop, all, refresh);
    bar.getStyleClass().add("deploy-bar");
    return bar;
  }

  private void head() {
    Optional<Standing> standing = model.standing().get();
    boolean busy = model.work().get().isPresent();
    boolean hasLocal = standing.flatMap(Standing::local).isPresent();
    boolean runs = standing.filter(Standing::localRuns).isPresent();
    local.setVisible(hasLocal);
    local.setManaged(hasLocal);
    local.setDisable(busy);
    local.setText(text.get(runs ? "local.stop" : "local.start"));
    local.setOnAction(
        event -> {
          if (runs) {
            model.askToStopLocal();
          } else {
            model.startLocal();
          }
        });
    cluster.setText(
        standing
            .map(
                known ->
                    text.get(
                        hasLocal ? runs ? "local.runs" : "local.down" : "local.other",
                        known.target()))
            .orElse(text.get(model.restricted() ? "restricted.title" : "jobs.looking")));
    table.setPlaceholder(
        Parts.wrapped(
            text.get(
                model.restricted()
                    ? "restricted.explain"
                    : standing.isEmpty() ? "jobs.looking" : "jobs.none"),
            "muted",
            "deploy-placeholder"));
  }

  private void strips() {
    strips.getChildren().clear();
    model
        .work()
        .get()
        .ifPresent(
            work -> {
              Label says = Parts.wrapped("", "deploy-strong");
              says.textProperty().bind(Bindings.concat(work.title(), "  ", work.message()));
              strips
                  .getChildren()
                  .add(
                      Parts.notice(
                          CarbonIcons.IN_PROGRESS,
                          "deploy-notice-info",
                          says,
                          Parts.button(DeployIds.JOBS_CANCEL, text.get("cancel"), work::cancel)));
            });
    model.question().get().ifPresent(question -> strips.getChildren().add(ask(question)));
    List<Trouble> troubles = troubles();
    if (!troubles.isEmpty()) {
      strips.getChildren().add(inTrouble(troubles));
    }
    model
        .problems()
        .get()
        .forEach(problem -> strips.getChildren().add(Parts.problem(problem, place -> {})));
    strips.setManaged(!strips.getChildren().isEmpty());
  }

  /** What was cut off has a strip of its own, at the window's top. */
  private List<Trouble> troubles() {
    return recover.troubles().get().stream()
        .filter(trouble -> trouble.kind() != Trouble.Kind.UNFINISHED)
        .toList();
  }

  private HBox inTrouble(List<Trouble> troubles) {
    String names =
        troubles.stream()
            .map(
                trouble ->
                    text.get("jobs.trouble", trouble.name(), TroubleDetail.kind(text, trouble)))
            .collect(Collectors.joining(", "));
    boolean runs = troubles.stream().allMatch(trouble -> trouble.kind().runs());
    ActionLook look = ActionLook.of(troubles.getFirst().kind());
    VBox words =
        new VBox(Parts.wrapped(text.get("jobs.troubles", troubles.size(), names), "deploy-strong"));
    words.setAlignment(Pos.CENTER_LEFT);
    return Parts.notice(
        look.icon(),
        runs ? "deploy-notice-warn" : "deploy-notice-bad",
        words,
        Parts.button(
            DeployIds.JOBS_RECOVER,
            text.get("remedy.recover"),
            () -> lead.accept(foremost(troubles)),
            "accent"));
  }

  /** The marked job, if it is one of those in trouble. */
  private String foremost(List<Trouble> troubles) {
    return chosen().stream()
        .map(JobRow::model)
        .filter(row -> troubles.stream().anyMatch(known -> known.deployment().model().equals(row)))
        .findFirst()
        .orElseGet(() -> troubles.getFirst().deployment().model());
  }

  private HBox ask(JobsModel.Question question) {
    String title =
        switch (question) {
          case JobsModel.Question.StopJobs stop ->
              text.get(
                  "ask.stop",
                  stop.models().size(),
                  String.join(", ", stop.models().stream().map(JobRow::name).toList()));
          case JobsModel.Question.StopLocal local -> text.get("ask.local", local.running());
        };
    String explain =
        text.get(
            question instanceof JobsModel.Question.StopJobs
                ? "ask.stop.explain"
                : "ask.local.explain");
    VBox words = new VBox(Parts.wrapped(title, "deploy-strong"), Parts.wrapped(explain));
    words.getStyleClass().add("deploy-lines");
    Button yes =
        Parts.button(DeployIds.JOBS_CONFIRM, text.get("ask.yes"), model::confirm, "danger");
    Button no = Parts.button(DeployIds.JOBS_DISMISS, text.get("ask.no"), model::dismiss);
    no.setCancelButton(true);
    return Parts.notice(CarbonIcons.STOP_OUTLINE, "deploy-notice-warn", words, yes, no);
  }

  private TableView<JobRow> table() {
    table.setId(DeployIds.JOBS_TABLE);
    table.setAccessibleText(text.get("jobs.table"));
    table.setItems(model.rows());
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.getStyleClass().addAll("dense", "edge-to-edge");
    table.getColumns().add(column("jobs.model", 190, JobRow::name));
    TableColumn<JobRow, JobRow> state = new TableColumn<>(text.get("jobs.state"));
    state.setPrefWidth(110);
    state.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    state.setCellFactory(column -> new StateCell());
    table.getColumns().add(state);
    table.getColumns().add(column("jobs.tasks", 60, JobRow::tasks));
    table.getColumns().add(column("jobs.since", 80, row -> age(row.since())));
    table.getColumns().add(column("jobs.checkpoint", 120, row -> age(row.checkpoint())));
    table.getColumns().add(column("jobs.verdict", 260, JobRow::verdict));
    table.getColumns().add(column("jobs.id", 240, row -> row.job().map(JobId::hex).orElse("")));
    table.getColumns().add(column("jobs.savepoint", 420, row -> row.savepoint().orElse("")));
    return table;
  }

  private String age(Optional<Instant> since) {
    return since
        .map(start -> Spans.rough(Duration.between(start, model.seenAt().get())))
        .orElse("");
  }

  private TableColumn<JobRow, String> column(
      String key, double width, Function<JobRow, String> value) {
    TableColumn<JobRow, String> column = new TableColumn<>(text.get(key));
    column.setPrefWidth(width);
    column.setCellValueFactory(
        row -> Bindings.createStringBinding(() -> value.apply(row.getValue())));
    column.setCellFactory(
        view ->
            new TableCell<>() {
              @Override
              protected void updateItem(String item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item);
                // Long paths do not fit; whoever wants one whole gets it.
                setTooltip(empty || item == null || item.length() < 30 ? null : new Tooltip(item));
              }
            });
    return column;
  }

  /** Icon and word. */
  private final class StateCell extends TableCell<JobRow, JobRow> {
    @Override
    protected void updateItem(JobRow row, boolean empty) {
      super.updateItem(row, empty);
      if (empty || row == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      Optional<Trouble> trouble =
          troubles().stream()
              .filter(known -> known.deployment().model().equals(row.model()))
              .findFirst();
      ActionLook look =
          trouble
              .map(known -> ActionLook.of(known.kind()))
              .orElseGet(() -> ActionLook.of(row.health()));
      // A job that is lost says itself how; of others the cluster's word is not the whole truth.
      setText(
          trouble
              .filter(known -> row.health() != JobRow.Health.LOST)
              .map(known -> TroubleDetail.kind(text, known))
              .orElseGet(row::state));
      setGraphic(Parts.icon(look.icon(), look.style()));
    }
  }
}
