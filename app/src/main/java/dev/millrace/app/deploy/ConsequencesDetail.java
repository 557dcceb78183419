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

/** What acting on a model means for its readers, for what was, and for its topics. */
final class ConsequencesDetail {
  private final Text text;

  ConsequencesDetail(Text text) {
    this.text = requireNonNull(text, "text");
  }

  /** Sections, from what may hurt to what is good to know; none when there is nothing to say. */
  List<Node> of(Consequences consequences) {
    OutlookRows losses = new OutlookRows();
    consequences.losses().forEach(loss -> add(losses, loss));
    OutlookRows output = new OutlookRows();
    consequences.output().forEach(change -> add(output, change));
    OutlookRows topics = new OutlookRows();
    consequences.topics().stream()
        .filter(topic -> !topic.sentence().isEmpty())
        .forEach(topic -> add(topics, topic));
    List<Node> sections = new ArrayList<>();
    section(sections, "plan.losses", losses);
    section(sections, "plan.output", output);
    section(sections, "plan.topics", topics);
    return sections;
  }

  private void section(List<Node> sections, String title, OutlookRows rows) {
    if (!rows.isEmpty()) {
      sections.add(Parts.section(text.get(title), rows));
    }
  }

  private void add(OutlookRows rows, Loss loss) {
    String size = loss.bytes().isPresent() ? PlanWords.bytes(loss.bytes().getAsLong()) + " · " : "";
    add(
        rows,
        ActionLook.ofLoss(),
        text.get("plan.losses.word"),
        loss.subject(),
        size + loss.sentence());
  }

  private void add(OutlookRows rows, OutputChange change) {
    add(
        rows,
        ActionLook.of(change),
        text.get(change.breaking() ? "plan.output.breaks" : "plan.output.fits"),
        change.subject(),
        change.sentence() + PlanWords.readers(change.readers()));
  }

  private void add(OutlookRows rows, TopicOutlook topic) {
    add(
        rows,
        ActionLook.of(topic.standing()),
        text.get("plan.topics.word"),
        topic.name(),
        topic.sentence());
  }

  private static void add(
      OutlookRows rows, ActionLook look, String word, String subject, String sentence) {
    rows.add(
        look,
        word,
        Parts.wrapped(subject, "code", "deploy-small"),
        Parts.wrapped(sentence, "muted"));
  }
}
