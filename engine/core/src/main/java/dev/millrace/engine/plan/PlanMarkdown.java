package dev.millrace.engine.plan;

import java.util.List;
import java.util.Locale;

/** A plan for a review: Markdown with one folded part for each model that changes. */
public final class PlanMarkdown {
  private final StringBuilder text = new StringBuilder();

  private PlanMarkdown() {}

  /** The text, lines ended by {@code \n}. */
  public static String of(Plan plan) {
    PlanMarkdown markdown = new PlanMarkdown();
    markdown.write(plan);
    return markdown.text.toString();
  }

  private void write(Plan plan) {
    line(
        "### Plan `"
            + plan.hash()
            + "`: "
            + plain(plan.project())
            + ", target "
            + plain(plan.target()));
    line("");
    line(PlanWords.summary(plan) + ". Nothing has been touched.");
    List<PlannedModel> told =
        plan.models().stream().filter(model -> model.action() != Action.UNCHANGED).toList();
    if (!told.isEmpty()) {
      line("");
      line("| model | what | breaks | gives up |");
      line("|---|---|---|---|");
      for (PlannedModel model : told) {
        line(
            "| "
                + plain(model.name())
                + " | "
                + PlanWords.words(model)
                + " | "
                + cell(model.consequences().breaking().stream().map(OutputChange::subject).toList())
                + " | "
                + cell(model.consequences().losses().stream().map(PlanMarkdown::size).toList())
                + " |");
      }
    }
    told.forEach(this::model);
    if (!plan.limits().isEmpty()) {
      line("");
      line("Not known or not promised here:");
      line("");
      plan.limits().forEach(limit -> line("- " + plain(limit)));
    }
  }

  private void model(PlannedModel model) {
    line("");
    line("<details><summary>" + plain(model.name()) + "</summary>");
    line("");
    model.reasons().forEach(reason -> line("- " + plain(reason)));
    for (OutputChange change : model.consequences().output()) {
      line(
          "- "
              + (change.breaking() ? "**breaks** " : "")
              + plain(
                  change.subject()
                      + ": "
                      + change.sentence()
                      + PlanWords.readers(change.readers())));
    }
    for (Loss loss : model.consequences().losses()) {
      line("- **gives up** " + plain(loss.sentence()));
    }
    for (TopicOutlook topic : model.consequences().topics()) {
      if (!topic.sentence().isEmpty()) {
        line("- topic " + plain(topic.name() + " " + topic.sentence()));
      }
    }
    model.notes().forEach(note -> line("- " + plain(note)));
    operators(model);
    policy(model);
    ways(model);
    sql(model);
    settings(model);
    line("");
    line("</details>");
  }

  private void operators(PlannedModel model) {
    if (model.operators().isEmpty()) {
      return;
    }
    line("");
    line("| state | size | operator |");
    line("|---|---|---|");
    for (OperatorOutlook operator : model.operators()) {
      line(
          "| "
              + PlanWords.words(operator.verdict())
              + " | "
              + (operator.verdict().bytes().isPresent()
                  ? PlanWords.bytes(operator.verdict().bytes().getAsLong())
                  : "")
              + " | "
              + plain(operator.operator())
              + (operator.tellsReason() ? ": " + plain(operator.reason()) : "")
              + " |");
    }
  }

  private void policy(PlannedModel model) {
    if (model.permission().rulings().isEmpty()) {
      return;
    }
    line("");
    model
        .permission()
        .rulings()
        .forEach(ruling -> line("- policy " + plain(PlanWords.policy(ruling))));
  }

  private void ways(PlannedModel model) {
    if (!PlanWords.tellsWays(model)) {
      return;
    }
    line("");
    line("Ways, to be chosen with --choose " + plain(model.name()) + "=WAY:");
    line("");
    for (WayOffer offer : model.ways()) {
      line(
          "- **"
              + offer.way().written()
              + "** "
              + (offer.way() == model.way() ? "(this plan) " : "")
              + plain(offer.sentence()));
    }
  }

  private void sql(PlannedModel model) {
    List<Change> lines =
        model.changes().stream().filter(change -> change.kind() == Change.Kind.SQL).toList();
    if (lines.isEmpty()) {
      return;
    }
    line("");
    // Longer than any fence that a comment in the SQL may hold.
    line("``````diff");
    for (Change change : lines) {
      line(
          (change.after().isPresent() ? "+ " : "- ")
              + change.after().or(change::before).orElse(""));
    }
    line("``````");
  }

  private void settings(PlannedModel model) {
    List<Change> others =
        model.changes().stream()
            .filter(
                change ->
                    change.kind() == Change.Kind.SETTING
                        || change.kind() == Change.Kind.TABLE_OPTION)
            .toList();
    if (!others.isEmpty()) {
      line("");
    }
    for (Change change : others) {
      line(
          "- "
              + plain(
                  change.subject()
                      + ": "
                      + change.before().orElse("(none)")
                      + " -> "
                      + change.after().orElse("(none)")));
    }
  }

  private static String cell(List<String> values) {
    return plain(String.join(", ", values));
  }

  private static String size(Loss loss) {
    String what = loss.what().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return loss.bytes().isPresent() ? what + " " + PlanWords.bytes(loss.bytes().getAsLong()) : what;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Text of the project's, which must not become markup. */
  private static String plain(String value) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      switch (each) {
        case '<' -> plain.append("&lt;");
        case '>' -> plain.append("&gt;");
        case '&' -> plain.append("&amp;");
        case '|', '*', '_', '`', '[', ']', '\\' -> plain.append('\\').append(each);
        case '\n', '\r' -> plain.append(' ');
        default -> plain.append(each);
      }
    }
    return plain.toString();
  }
}
