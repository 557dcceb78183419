package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import dev.millrace.engine.problem.Problem;
import java.util.List;
import java.util.OptionalDouble;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is known of the node under the pointer, on a card beside it. */
final class HoverCard extends VBox {
  static final String ID = "dag-hover";
  private static final int MOST_PROBLEMS = 3;

  private final Text text;
  private final Figures figures = new Figures();

  HoverCard(Text text) {
    this.text = requireNonNull(text, "text");
    setId(ID);
    getStyleClass().add("hover-card");
    setMouseTransparent(true);
    setManaged(false);
    setVisible(false);
    setMaxWidth(360);
  }

  /** Fills the card with a node of a picture. */
  void describe(DagPicture picture, int at) {
    DagNode node = picture.graph().node(at);
    NodeFacts facts = picture.facts().get(at);
    getChildren().clear();
    Label name = line(node.name(), "heading");
    name.setGraphic(FontIcon.of(Glyphs.of(node.kind()), 15));
    line(text.get("kind." + node.kind().name()) + "   " + node.file(), "muted");
    if (!node.description().isEmpty()) {
      line(node.description());
    }
    facts
        .health()
        .ifPresent(
            health -> {
              Label state = new Label(facts.word());
              FontIcon icon = FontIcon.of(Glyphs.of(health), 13);
              icon.getStyleClass().add("state-icon");
              state.setGraphic(icon);
              state.getStyleClass().add(Glyphs.styleClass(health));
              HBox row = new HBox(12, state);
              row.setAlignment(Pos.CENTER_LEFT);
              if (!facts.lag().isEmpty()) {
                row.getChildren().add(new Label(text.get("hover.lag", facts.lag())));
              }
              getChildren().add(row);
            });
    if (!facts.explanation().isEmpty()) {
      line(facts.explanation());
    }
    if (facts.in().isPresent() || facts.out().isPresent()) {
      line(text.get("hover.rates", rate(facts.in()), rate(facts.out())));
    }
    line(
        text.get(
            "hover.reads",
            Integer.toString(picture.graph().parents(at).size()),
            Integer.toString(picture.graph().children(at).size())),
        "muted");
    problems(node);
    line(text.get("hover.open"), "muted");
  }

  private String rate(OptionalDouble rate) {
    return rate.isPresent() ? figures.rate(rate) : "\u2013";
  }

  private void problems(DagNode node) {
    if (node.inCycle()) {
      line(text.get("problems.cycle"), "danger-text");
    }
    List<Problem> problems = node.problems();
    problems.stream()
        .limit(MOST_PROBLEMS)
        .forEach(
            problem ->
                line(
                    problem.message(),
                    switch (problem.severity()) {
                      case ERROR -> "danger-text";
                      case WARNING -> "warning-text";
                    }));
    if (problems.size() > MOST_PROBLEMS) {
      line(text.get("hover.more", Integer.toString(problems.size() - MOST_PROBLEMS)), "muted");
    }
  }

  private Label line(String words, String... styles) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMaxWidth(336);
    label.getStyleClass().addAll(styles);
    getChildren().add(label);
    return label;
  }

  /** Puts the card beside a box on the screen, within a pane of this size. */
  void placeBeside(Box box, double paneWidth, double paneHeight) {
    applyCss();
    double width = Math.min(360, prefWidth(-1));
    double height = prefHeight(width);
    double x = box.x();
    double y = box.bottom() + 8;
    if (y + height > paneHeight - 8) {
      y = box.y() - height - 8;
    }
    resizeRelocate(
        Math.clamp(x, 8, Math.max(8, paneWidth - width - 8)),
        Math.clamp(y, 8, Math.max(8, paneHeight - height - 8)),
        width,
        height);
    setVisible(true);
  }
}
