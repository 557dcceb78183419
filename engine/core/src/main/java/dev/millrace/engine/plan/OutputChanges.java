package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.state.UpsertOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the changes of a model mean for those who read its table. */
final class OutputChanges {
  private static final String NOT_NULL = " NOT NULL";
  private static final String STORED_ROWS = "stored rows";

  /** Options that say where rows are and how they are written. */
  private static final Set<String> PLACE_AND_FORM =
      Set.of("connector", "topic", "path", "format", "key.format", "value.format", "key.fields");

  private final Readers readers;
  private final Ledger ledger;

  OutputChanges(Readers readers, Ledger ledger) {
    this.readers = requireNonNull(readers, "readers");
    this.ledger = requireNonNull(ledger, "ledger");
  }

  /** In the order of the changes. */
  List<OutputChange> of(PlannedModel model) {
    List<OutputChange> output = new ArrayList<>();
    for (Change change : model.changes()) {
      switch (change.kind()) {
        case COLUMN -> output.add(column(change.model(), change));
        case KEY ->
            output.add(
                breaking(
                    change.model(),
                    "key",
                    "rows are told apart by "
                        + named(change.after())
                        + " from now on, not by "
                        + named(change.before())
                        + "; rows written under the old key stay"));
        case CHANGELOG -> output.add(changelog(change.model(), change));
        case TABLE_OPTION -> option(change.model(), change).ifPresent(output::add);
        case OUTPUT -> {
          if (change.after().isEmpty()) {
            output.add(
                breaking(
                    change.model(),
                    change.subject(),
                    "this job fills it no longer; what is in it stays as it is"));
          }
        }
        case QUERY -> output.addAll(stale(model));
        case SQL, FUNCTION, SETTING -> {}
      }
    }
    return output;
  }

  /** Rows that stay in upsert topics: nobody writes their keys again, and nobody deletes them. */
  private List<OutputChange> stale(PlannedModel model) {
    if (model.desired().isEmpty() || model.deployedSpec().isEmpty()) {
      return List.of();
    }
    List<OutputChange> stale = new ArrayList<>();
    String before = ledger.spec(model.deployedSpec().get()).spec().plan();
    for (UpsertOutputs.Stale topic : UpsertOutputs.between(before, model.desired().get().plan())) {
      String filler =
          model.desired().get().outputs().stream()
              .filter(output -> output.relation().toString().equals(topic.table()))
              .map(JobOutput::model)
              .findFirst()
              .orElse(model.model());
      stale.add(
          switch (topic.left()) {
            case OTHER_KEYS ->
                breaking(
                    filler,
                    STORED_ROWS,
                    "rows come under other keys from now on; those in topic "
                        + topic.topic()
                        + " under the old keys stay, since nothing deletes them");
            case OTHER_ROWS ->
                breaking(
                    filler,
                    STORED_ROWS,
                    "a row in topic "
                        + topic.topic()
                        + " stays as it is until its key is written again; one that the new query"
                        + " no longer makes stays for good, since nothing deletes it");
            case OTHER_VALUES ->
                new OutputChange(
                    false,
                    STORED_ROWS,
                    "a row in topic " + topic.topic() + " changes when its key is written next",
                    List.of());
          });
    }
    return stale;
  }

  private OutputChange column(String model, Change change) {
    String column = change.subject();
    if (change.before().isEmpty()) {
      return change.after().orElse("").endsWith(NOT_NULL)
          ? notNull(model, column, "it is new and declared NOT NULL")
          : new OutputChange(false, column, "it is new", List.of());
    }
    if (change.after().isEmpty()) {
      return new OutputChange(true, column, "it is gone", readers.of(model, column));
    }
    String before = change.before().get();
    String after = change.after().get();
    if (after.equals(before + NOT_NULL)) {
      return notNull(model, column, "it is declared NOT NULL from now on");
    }
    return new OutputChange(
        true,
        column,
        before.equals(after + NOT_NULL)
            ? "it may be NULL from now on"
            : "its type changes from " + before + " to " + after,
        readers.of(model, column));
  }

  /** A contract says so, and rows that are stored do not know of it. */
  private OutputChange notNull(String model, String column, String sentence) {
    return new OutputChange(
        true,
        column,
        sentence + "; who reads a row stored before that has none fails",
        readers.of(model, column));
  }

  private OutputChange changelog(String model, Change change) {
    boolean appends = change.after().equals(Optional.of(ChangelogKind.INSERT_ONLY.name()));
    return appends
        ? new OutputChange(false, "changes written", "rows are only added from now on", List.of())
        : breaking(model, "changes written", "rows are changed and deleted from now on");
  }

  private Optional<OutputChange> option(String model, Change change) {
    int end = change.subject().lastIndexOf(' ');
    String option = change.subject().substring(end + 1);
    if (model.isEmpty() || !PLACE_AND_FORM.contains(option)) {
      return Optional.empty();
    }
    return Optional.of(
        breaking(
            model,
            option,
            option.equals("topic") || option.equals("path") || option.equals("connector")
                ? "rows go to another place; what is stored stays where it is"
                : "rows are written in another form; what is stored keeps its own"));
  }

  private OutputChange breaking(String model, String subject, String sentence) {
    return new OutputChange(true, subject, sentence, readers.of(model));
  }

  private static String named(Optional<String> key) {
    return key.filter(text -> !text.isEmpty()).orElse("no key");
  }
}
