package dev.millrace.engine.plan;

import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A plan for people, at most 100 columns wide. */
public final class PlanText {
  private static final int WIDTH = 100;
  private static final int SQL_LINES = 20;

  /** A blank with an even number of backticks behind it: what is in them stays on one line. */
  private static final Pattern BREAK = Pattern.compile(" (?=[^`]*(?:`[^`]*`[^`]*)*$)");

  private final Plan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan) {
    this.plan = plan;
  }

  /** The text, lines ended by {@code \n}. */
  public static String of(Plan plan) {
    return new PlanText(plan).write();
  }

  private String write() {
    StringBuilder head = new StringBuilder("millrace plan - project ");
    head.append(plan.project()).append(" - target ").append(plan.target());
    plan.flinkVersion().ifPresent(version -> head.append(" - Flink ").append(version));
    plan.gitCommit().ifPresent(commit -> head.append(" - ").append(shorten(commit, 10)));
    line(head.toString());
    line(PlanWords.summary(plan) + " - nothing has been touched - plan " + plan.hash());
    for (PlannedModel model : plan.models()) {
      if (model.action() != Action.UNCHANGED
          || hasTopicsToTell(model)
          || !model.notes().isEmpty()) {
        line("");
        model(model);
      }
    }
    if (!plan.definitions().isEmpty()) {
      line("");
      line("Without a job of their own");
      for (Definition definition : plan.definitions()) {
        line(
            "  "
                + PlanWords.sign(definition.standing())
                + " "
                + definition.uniqueId()
                + "  "
                + definition.materialization().dbtName()
                + " "
                + definition.relation()
                + (definition.standing() == Definition.Standing.CHANGED ? "  text changed" : ""));
      }
    }
    if (plan.models().stream().anyMatch(model -> model.action() == Action.CREATE)) {
      line("");
      wrapped(
          "",
          "Unless the project says otherwise, a new job runs with parallelism 1, takes a checkpoint"
              + " every 10 s and pins maximum parallelism 128 for good.");
    }
    if (!plan.limits().isEmpty()) {
      line("");
      line("Not known or not promised here");
      plan.limits().forEach(limit -> wrapped("  - ", limit));
    }
    permissions(plan);
    return text.toString();
  }

  /** What is wanted of the reader. */
  private void permissions(Plan plan) {
    List<PlannedModel> open =
        plan.unknownState().stream().filter(model -> model.decisions().isEmpty()).toList();
    if (!open.isEmpty()) {
      line("");
      wrapped(
          "",
          PlanWords.permission(open)
              + ", as said above. Go on with `--allow-unknown-state`,"
              + (open.stream().allMatch(PlanText::mayStartFresh)
                  ? " give all of it up with `--full-refresh`,"
                  : "")
              + " or edit the model.");
    }
    for (PlannedModel model : plan.unknownState()) {
      for (CarriedStates.Decision decision : model.decisions()) {
        line("");
        wrapped(
            "",
            "Choose what becomes of "
                + decision.column()
                + " of "
                + model.name()
                + " with `"
                + decision.flag()
                + "`, or edit the model.");
        for (Choices.Choice choice : decision.choices()) {
          wrapped("  " + choice.letter() + ") " + pad(choice.written(), 10), choice.sentence());
        }
      }
    }
  }

  private static boolean mayStartFresh(PlannedModel model) {
    return model.ways().stream()
        .filter(offer -> offer.way() == Way.FRESH)
        .allMatch(WayOffer::isPossible);
  }

  private void model(PlannedModel model) {
    StringBuilder head = new StringBuilder();
    head.append(PlanWords.sign(model.action())).append(' ').append(model.name());
    head.append("  ").append(PlanWords.words(model));
    model
        .observed()
        .ifPresent(job -> head.append(" - ").append(PlanWords.standing(job, plan.createdAt())));
    List<JobOutput> outputs = model.desired().map(JobSpec::outputs).orElse(List.of());
    if (outputs.size() == 1) {
      head.append(" - ").append(PlanWords.writes(outputs.getFirst()));
    }
    wrapped("", head.toString());
    if (outputs.size() > 1) {
      outputs.forEach(output -> wrapped("    ", PlanWords.writes(output)));
    }
    model.reasons().forEach(reason -> wrapped("    ", reason));
    changes(model);
    if (!model.operators().isEmpty()) {
      line("  State");
      for (OperatorOutlook operator : model.operators()) {
        operator(operator);
      }
      model.operators().stream()
          .map(operator -> operator.verdict().evidence())
          .distinct()
          .forEach(evidence -> wrapped("    seen in  ", evidence));
    }
    model.permission().rulings().forEach(ruling -> wrapped("  Policy  ", PlanWords.policy(ruling)));
    ways(model);
    if (model.action() == Action.CREATE || model.action() == Action.START_FRESH) {
      model
          .desired()
          .ifPresent(
              spec ->
                  spec.settings().stream()
                      // Defaults of ours are in the documentation; what the project says is here.
                      .filter(setting -> !setting.usesDefault())
                      .forEach(
                          setting ->
                              line(
                                  "    "
                                      + shorten(setting.option() + " = " + setting.value(), 70)
                                      + "  ("
                                      + PlanWords.origin(setting)
                                      + ")")));
    }
    consequences(model.consequences());
    model.notes().forEach(note -> wrapped("  Note  ", note));
  }

  /** What else could become of the state, where what becomes of it is not plain. */
  private void ways(PlannedModel model) {
    if (!PlanWords.tellsWays(model)) {
      return;
    }
    line("  Ways, to be chosen with `--choose " + model.name() + "=WAY`");
    for (WayOffer offer : model.ways()) {
      wrapped(
          "    " + pad(offer.way().written(), 10),
          (offer.way() == model.way() ? "(this plan) " : "") + offer.sentence());
    }
  }

  private void operator(OperatorOutlook operator) {
    StateVerdict verdict = operator.verdict();
    String size =
        verdict.bytes().isPresent() ? PlanWords.bytes(verdict.bytes().getAsLong()) + "  " : "";
    line(
        "    "
            + pad(PlanWords.words(verdict), 10)
            + size
            + shorten(operator.operator(), 84 - size.length()));
    if (operator.tellsReason()) {
      String lines =
          operator.lines().isEmpty()
              ? ""
              : (operator.lines().size() == 1 ? "line " : "lines ")
                  + String.join(", ", operator.lines().stream().map(String::valueOf).toList())
                  + ": ";
      wrapped("              ", lines + operator.reason());
    }
  }

  private void consequences(Consequences consequences) {
    if (!consequences.output().isEmpty()) {
      line("  Output");
      for (OutputChange change : consequences.output()) {
        wrapped(
            "    " + (change.breaking() ? "BREAKS    " : "fits      "),
            change.subject() + ": " + change.sentence() + PlanWords.readers(change.readers()));
      }
    }
    for (Loss loss : consequences.losses()) {
      String size =
          loss.bytes().isPresent() ? PlanWords.bytes(loss.bytes().getAsLong()) + " - " : "";
      wrapped(
          "  LOSES  ",
          size
              + loss.sentence()
              + (loss.what() == Loss.What.OPERATOR_STATE
                  ? " (" + shorten(loss.subject(), 50) + ")"
                  : ""));
    }
    for (TopicOutlook topic : consequences.topics()) {
      if (!topic.sentence().isEmpty()) {
        wrapped("  Topic  ", topic.name() + " " + topic.sentence());
      } else if (topic.own() && !consequences.losses().isEmpty() && holdsRecords(topic)) {
        wrapped(
            "  Topic  ",
            topic.name()
                + " keeps its "
                + String.format(Locale.ROOT, "%,d", topic.records().orElse(0))
                + " records; rows that are not written again stay as they are");
      }
    }
  }

  private static boolean holdsRecords(TopicOutlook topic) {
    return topic.records().orElse(0) > 0;
  }

  private static boolean hasTopicsToTell(PlannedModel model) {
    return model.consequences().topics().stream().anyMatch(topic -> !topic.sentence().isEmpty());
  }

  private void changes(PlannedModel model) {
    for (JobOutput output : model.desired().map(JobSpec::outputs).orElse(List.of())) {
      List<Change> lines =
          model.changes().stream()
              .filter(change -> change.kind() == Change.Kind.SQL)
              .filter(change -> change.model().equals(output.model()))
              .toList();
      if (!lines.isEmpty()) {
        lines(output.path(), lines);
      }
    }
    for (Change change : model.changes()) {
      switch (change.kind()) {
        case SQL, QUERY -> {}
        case FUNCTION -> changed("code of function " + change.subject(), change);
        case OUTPUT -> wrapped("    ", PlanWords.output(change));
        case COLUMN -> changed("column " + change.subject(), change);
        case KEY -> changed("key", change);
        case CHANGELOG -> changed("changes written", change);
        case TABLE_OPTION -> changed("option " + change.subject(), change);
        case SETTING -> changed("setting " + change.subject(), change, origin(model, change));
      }
    }
  }

  private void lines(String path, List<Change> lines) {
    line("    " + path);
    lines.stream()
        .limit(SQL_LINES)
        .forEach(
            change ->
                line(
                    "    "
                        + pad(Integer.toString(change.line()), 4)
                        + (change.after().isPresent() ? "+ " : "- ")
                        + shorten(change.after().or(change::before).orElse(""), 88)));
    if (lines.size() > SQL_LINES) {
      line("    ... and " + (lines.size() - SQL_LINES) + " more lines");
    }
  }

  private static String origin(PlannedModel model, Change change) {
    return model.desired().stream()
        .flatMap(spec -> spec.settings().stream())
        .filter(setting -> setting.option().equals(change.subject()))
        .findFirst()
        .map(setting -> "  (" + PlanWords.origin(setting) + ")")
        .orElse("");
  }

  private void changed(String what, Change change) {
    changed(what, change, "");
  }

  private void changed(String what, Change change, String origin) {
    String before = change.before().filter(value -> !value.isEmpty()).orElse("(none)");
    String after = change.after().filter(value -> !value.isEmpty()).orElse("(none)");
    wrapped("    ", what + ": " + before + " -> " + after + origin);
  }

  private void wrapped(String indent, String sentence) {
    StringBuilder current = new StringBuilder(indent);
    boolean empty = true;
    for (String word : BREAK.split(sentence)) {
      if (!empty && current.length() + word.length() + 1 > WIDTH) {
        line(current.toString());
        current = new StringBuilder(" ".repeat(Math.max(indent.length(), 4)));
        empty = true;
      }
      if (!empty) {
        current.append(' ');
      }
      current.append(word);
      empty = false;
    }
    line(current.toString());
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String pad(String value, int width) {
    return value + " ".repeat(Math.max(1, width - value.length()));
  }

  private static String shorten(String value, int width) {
    Optional<String> first = value.lines().findFirst();
    String line = first.orElse("");
    return line.length() <= width ? line : line.substring(0, width - 3) + "...";
  }
}
