package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Change;
import dev.millrace.engine.plan.OperatorOutlook;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.PolicyRuling;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.state.StateVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Everything a plan says of one model. */
final class PlanDetail {
  private static final int DESCRIPTION = 110;

  private final Text text;
  private final Consumer<SourcePosition> open;

  PlanDetail(Text text, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.open = requireNonNull(open, "open");
  }

  /** The parts, from top to bottom. */
  List<Node> of(PlannedModel model, Instant plannedAt) {
    List<Node> parts = new ArrayList<>();
    parts.add(head(model, plannedAt));
    VBox reasons = new VBox();
    reasons.getStyleClass().add("deploy-lines");
    model.reasons().forEach(reason -> reasons.getChildren().add(Parts.wrapped(reason + ".")));
    reasons.getChildren().add(Parts.wrapped(happens(model.action()), "muted"));
    parts.add(reasons);
    parts.addAll(sql(model));
    changes(model).ifPresent(parts::add);
    parts.addAll(new ConsequencesDetail(text).of(model.consequences()));
    state(model).ifPresent(parts::add);
    policy(model).ifPresent(parts::add);
    settings(model).ifPresent(parts::add);
    notes(model).ifPresent(parts::add);
    return parts;
  }

  private Node head(PlannedModel model, Instant plannedAt) {
    ActionLook look = ActionLook.of(model.action());
    HBox title =
        new HBox(
            Parts.icon(look.icon(), look.style()),
            Parts.label(model.name(), "deploy-title"),
            Parts.label(PlanWords.words(model), look.style()));
    title.getStyleClass().add("deploy-head");
    VBox head = new VBox(title);
    head.getStyleClass().add("deploy-lines");
    List<String> facts = new ArrayList<>();
    model.observed().ifPresent(job -> facts.add(PlanWords.standing(job, plannedAt)));
    List<JobOutput> outputs = model.desired().map(JobSpec::outputs).orElse(List.of());
    outputs.forEach(
        output -> {
          String keys = String.join(", ", output.primaryKey());
          facts.add(
              keys.isEmpty()
                  ? text.get("plan.writes", output.relation().toString())
                  : text.get("plan.writes.keyed", output.relation().toString(), keys));
        });
    if (!facts.isEmpty()) {
      head.getChildren().add(Parts.wrapped(String.join(" · ", facts), "muted"));
    }
    outputs.forEach(
        output -> head.getChildren().add(Parts.link(SourcePosition.of(output.path()), open)));
    return head;
  }

  private String happens(Action action) {
    return text.get(
        switch (action) {
          case CREATE -> "happens.create";
          case UNCHANGED -> "happens.unchanged";
          case UPGRADE -> "happens.upgrade";
          case UPGRADE_UNKNOWN_STATE -> "happens.unknown";
          case UPGRADE_FROM_POSITIONS -> "happens.positions";
          case RESTART -> "happens.restart";
          case START_FRESH -> "happens.fresh";
          case STOP -> "happens.stop";
          case LEFT_RUNNING -> "happens.left";
          case BLOCKED -> "happens.blocked";
        });
  }

  /** The difference of each query that changed; of a job of several, under the file's name. */
  private List<Node> sql(PlannedModel model) {
    List<Node> sections = new ArrayList<>();
    List<JobOutput> outputs = model.desired().map(JobSpec::outputs).orElse(List.of());
    for (JobOutput output : outputs) {
      List<Change> changes =
          model.changes().stream()
              .filter(change -> change.kind() == Change.Kind.SQL)
              .filter(change -> change.model().equals(output.model()))
              .toList();
      if (!changes.isEmpty()) {
        sections.add(
            Parts.section(
                outputs.size() == 1 ? text.get("plan.sql") : output.path(),
                DiffView.of(SqlDiff.of(changes, output.sql()), text.get("plan.more"))));
      }
    }
    return sections;
  }

  private Optional<Node> changes(PlannedModel model) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    int row = 0;
    for (Change change : model.changes()) {
      Optional<String> what = what(change);
      if (what.isPresent()) {
        // Names of tables and values of options may be longer than the pane is wide.
        grid.addRow(
            row++,
            Parts.wrapped(what.get()),
            Parts.wrapped(value(change.before()), "code", "muted"),
            arrow(),
            Parts.wrapped(value(change.after()), "code"));
      }
    }
    return row == 0 ? Optional.empty() : Optional.of(Parts.section(text.get("plan.changes"), grid));
  }

  private static Label arrow() {
    Label arrow = Parts.label("→", "muted");
    arrow.setMinWidth(Region.USE_PREF_SIZE);
    return arrow;
  }

  private Optional<String> what(Change change) {
    return switch (change.kind()) {
      case SQL, QUERY -> Optional.empty();
      case OUTPUT -> Optional.of(text.get("change.output", change.subject()));
      case COLUMN -> Optional.of(text.get("change.column", change.subject()));
      case FUNCTION -> Optional.of(text.get("change.function", change.subject()));
      case KEY -> Optional.of(text.get("change.key"));
      case CHANGELOG -> Optional.of(text.get("change.changelog"));
      case TABLE_OPTION -> Optional.of(text.get("change.option", change.subject()));
      case SETTING -> Optional.of(text.get("change.setting", change.subject()));
    };
  }

  private String value(Optional<String> value) {
    return value.filter(known -> !known.isEmpty()).orElse(text.get("change.none"));
  }

  private Optional<Node> state(PlannedModel model) {
    if (model.operators().isEmpty()) {
      return Optional.empty();
    }
    OutlookRows rows = new OutlookRows();
    for (OperatorOutlook operator : model.operators()) {
      rows.add(
          ActionLook.of(operator.verdict().kind()),
          words(operator.verdict()),
          description(operator.operator()),
          Parts.wrapped(operator.reason(), "muted"),
          Parts.wrapped(operator.verdict().evidence(), "muted", "deploy-small"));
    }
    return Optional.of(Parts.section(text.get("plan.state"), rows));
  }

  /** What the project says of these verdicts, and where. */
  private Optional<Node> policy(PlannedModel model) {
    if (model.permission().rulings().isEmpty()) {
      return Optional.empty();
    }
    VBox rows = new VBox();
    rows.getStyleClass().add("deploy-lines");
    for (PolicyRuling ruling : model.permission().rulings()) {
      rows.getChildren().add(Parts.wrapped(PlanWords.policy(ruling) + "."));
      rows.getChildren().add(Parts.link(ruling.place(), open));
    }
    return Optional.of(Parts.section(text.get("plan.policy"), rows));
  }

  /** What becomes of it, and how much that is. */
  private static String words(StateVerdict verdict) {
    String word = PlanWords.words(verdict);
    return verdict.bytes().isPresent()
        ? word + " · " + PlanWords.bytes(verdict.bytes().getAsLong())
        : word;
  }

  /** Flink's descriptions may be as long as the query. */
  private static Label description(String operator) {
    boolean fits = operator.length() <= DESCRIPTION;
    Label label =
        Parts.wrapped(
            fits ? operator : operator.substring(0, DESCRIPTION) + "…", "code", "deploy-small");
    if (!fits) {
      label.setTooltip(new Tooltip(operator));
    }
    return label;
  }

  /** What the project says of a new job; defaults are said once for all, in the footer. */
  private Optional<Node> settings(PlannedModel model) {
    boolean starts =
        switch (model.action()) {
          case CREATE, START_FRESH -> true;
          case UNCHANGED,
              UPGRADE,
              UPGRADE_UNKNOWN_STATE,
              UPGRADE_FROM_POSITIONS,
              RESTART,
              STOP,
              LEFT_RUNNING,
              BLOCKED ->
              false;
        };
    List<Setting> said =
        model.desired().stream()
            .flatMap(spec -> spec.settings().stream())
            .filter(setting -> starts && !setting.usesDefault())
            .toList();
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    for (int row = 0; row < said.size(); row++) {
      Setting setting = said.get(row);
      grid.addRow(
          row,
          Parts.label(setting.option(), "code"),
          Parts.label(setting.value(), "code"),
          Parts.label(PlanWords.origin(setting), "muted"));
    }
    Node newJob = Parts.wrapped(text.get("plan.defaults"), "muted");
    if (!starts) {
      return Optional.empty();
    }
    return Optional.of(
        said.isEmpty()
            ? Parts.section(text.get("plan.settings"), newJob)
            : Parts.section(text.get("plan.settings"), grid, newJob));
  }

  private Optional<Node> notes(PlannedModel model) {
    if (model.notes().isEmpty()) {
      return Optional.empty();
    }
    Node[] notes =
        model.notes().stream().map(note -> Parts.wrapped(note + ".")).toArray(Node[]::new);
    return Optional.of(Parts.section(text.get("plan.notes"), notes));
  }
}
