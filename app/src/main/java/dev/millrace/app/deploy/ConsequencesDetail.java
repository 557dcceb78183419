package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.engine.plan.Consequences;
import dev.millrace.engine.plan.Loss;
import dev.millrace.engine.plan.OutputChange;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.plan.TopicOutlook;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What acting on a model means for its readers, for what was, and for its topics. */
final class ConsequencesDetail {
  private final Text text;

  ConsequencesDetail(Text text) {
    this.text = requireNonNull(text, "text");
  }

  /** Sections, from what may hurt to what is good to know; none when there is nothing to say. */
  List<Node> of(Consequences consequences) {
    List<Node> sections = new ArrayList<>();
    rows(sections, "plan.losses", consequences.losses().stream().map(this::loss).toList());
    rows(sections, "plan.output", consequences.output().stream().map(this::output).toList());
    rows(
        sections,
        "plan.topics",
        consequences.topics().stream()
            .filter(topic -> !topic.sentence().isEmpty())
            .map(this::topic)
            .toList());
    return sections;
  }

  private void rows(List<Node> sections, String title, List<Node> rows) {
    if (!rows.isEmpty()) {
      VBox box = new VBox(rows.toArray(Node[]::new));
      box.getStyleClass().add("deploy-rows");
      sections.add(Parts.section(text.get(title), box));
    }
  }

  private Node loss(Loss loss) {
    String size = loss.bytes().isPresent() ? PlanWords.bytes(loss.bytes().getAsLong()) + " · " : "";
    return row(
        ActionLook.ofLoss(), text.get("plan.losses.word"), loss.subject(), size + loss.sentence());
  }

  private Node output(OutputChange change) {
    return row(
        ActionLook.of(change),
        text.get(change.breaking() ? "plan.output.breaks" : "plan.output.fits"),
        change.subject(),
        change.sentence() + PlanWords.readers(change.readers()));
  }

  private Node topic(TopicOutlook topic) {
    return row(
        ActionLook.of(topic.standing()),
        text.get("plan.topics.word"),
        topic.name(),
        topic.sentence());
  }

  private static Node row(ActionLook look, String word, String subject, String sentence) {
    HBox head = new HBox(Parts.icon(look.icon(), look.style()), Parts.label(word, look.style()));
    head.getStyleClass().add("deploy-outlook");
    head.setMinWidth(Region.USE_PREF_SIZE);
    return new HBox(
        head,
        new VBox(Parts.wrapped(subject, "code", "deploy-small"), Parts.wrapped(sentence, "muted")));
  }
}
