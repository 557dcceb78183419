package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Spans;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.recover.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What is wrong with a job, whose state it is about, and what was looked at. */
final class TroubleDetail {
  private final Text text;
  private final Function<String, Optional<SourcePosition>> places;
  private final Consumer<SourcePosition> open;

  /**
   * @param places the file of a model by its unique id
   */
  TroubleDetail(
      Text text, Function<String, Optional<SourcePosition>> places, Consumer<SourcePosition> open) {
    this.text = requireNonNull(text, "text");
    this.places = requireNonNull(places, "places");
    this.open = requireNonNull(open, "open");
  }

  /** The parts above the ways out, from top to bottom. */
  List<Node> above(Trouble trouble, Instant now) {
    HBox title =
        new HBox(
            Parts.label(trouble.name(), "deploy-title"), Parts.label(words(trouble, now), "muted"));
    title.getStyleClass().add("deploy-head");
    VBox head = new VBox(title);
    trouble
        .deployment()
        .models()
        .forEach(
            model ->
                places
                    .apply(model)
                    .ifPresent(place -> head.getChildren().add(Parts.link(place, open))));
    VBox what = new VBox(Parts.wrapped(Parts.sentence(trouble.sentence()), "deploy-strong"));
    what.getStyleClass().add("deploy-lines");
    trouble.place().ifPresent(place -> what.getChildren().add(place(trouble, place)));
    trouble.flinkSays().ifPresent(says -> flink(says, what));
    ActionLook look = ActionLook.of(trouble.kind());
    return List.of(
        head,
        Parts.notice(
            look.icon(),
            look.style().equals("deploy-bad") ? "deploy-notice-bad" : "deploy-notice-warn",
            what));
  }

  /** The parts below the ways out. */
  List<Node> below(Trouble trouble) {
    List<Node> parts = new ArrayList<>();
    if (!trouble.evidence().isEmpty()) {
      VBox seen = new VBox();
      seen.getStyleClass().add("deploy-lines");
      trouble
          .evidence()
          .forEach(
              line -> seen.getChildren().add(Parts.wrapped(Parts.sentence(line), "deploy-small")));
      parts.add(Parts.section(text.get("recover.evidence"), seen));
    }
    return parts;
  }

  /** What kind of trouble, and since when. */
  String words(Trouble trouble, Instant now) {
    String kind = kind(text, trouble);
    return trouble
        .since()
        .map(since -> text.get("recover.since", kind, Spans.rough(Duration.between(since, now))))
        .orElse(kind);
  }

  /** The kind in a word or two. */
  static String kind(Text text, Trouble trouble) {
    return text.get("trouble." + trouble.kind().name().toLowerCase(Locale.ROOT));
  }

  private Node place(Trouble trouble, Trouble.Place place) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("deploy-grid");
    row(grid, "recover.operator", Parts.wrapped(place.operator(), "code", "deploy-small"));
    RecoverModel.place(trouble)
        .ifPresent(
            position -> {
              HBox where = new HBox(Parts.link(position, open));
              where.getStyleClass().add("deploy-head");
              if (place.lines().size() > 1) {
                where
                    .getChildren()
                    .add(Parts.wrapped(text.get("recover.lines", lines(place)), "muted"));
              }
              row(grid, "recover.written", where);
            });
    return grid;
  }

  private static String lines(Trouble.Place place) {
    return place.lines().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private void row(GridPane grid, String key, Node value) {
    Label name = Parts.label(text.get(key), "muted");
    GridPane.setValignment(name, VPos.TOP);
    grid.addRow(grid.getRowCount(), name, value);
  }

  /** Long, and for those who know Flink: folded until it is wanted. */
  private void flink(String says, VBox into) {
    Label words = Parts.wrapped(says, "code", "deploy-small");
    words.setVisible(false);
    words.setManaged(false);
    Hyperlink fold = new Hyperlink(text.get("recover.flink.show"));
    fold.setId(DeployIds.RECOVER_FLINK);
    fold.getStyleClass().add("deploy-link");
    fold.setOnAction(
        event -> {
          boolean shown = !words.isVisible();
          fold.setText(text.get(shown ? "recover.flink.hide" : "recover.flink.show"));
          words.setVisible(shown);
          words.setManaged(shown);
        });
    into.getChildren().addAll(fold, words);
  }
}
