package dev.millrace.engine.plan;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.state.CodeStamps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** How what is deployed differs from what is wanted. */
final class SpecChanges {
  private SpecChanges() {}

  /** All differences; lines of SQL only when the query itself differs. */
  static List<Change> between(JobSpec before, JobSpec after) {
    List<Change> changes = new ArrayList<>();
    boolean otherQuery = !before.queryFingerprint().equals(after.queryFingerprint());
    if (otherQuery) {
      changes.add(
          new Change(
              Change.Kind.QUERY,
              "",
              "",
              0,
              Optional.of(before.queryFingerprint()),
              Optional.of(after.queryFingerprint())));
    }
    Map<String, CodeStamps.Stamp> now = CodeStamps.byFunction(after.plan());
    CodeStamps.byFunction(before.plan())
        .forEach(
            (function, stamp) -> {
              // One that is called no longer, or anew, is a change of the SQL.
              if (now.containsKey(function)) {
                whole(
                    Change.Kind.FUNCTION,
                    "",
                    function,
                    shortened(stamp.called()),
                    shortened(Objects.requireNonNull(now.get(function)).called()),
                    changes);
              }
            });
    outputs(before, after, otherQuery, changes);
    tables(before, after, changes);
    compare(Change.Kind.SETTING, "", "", settings(before), settings(after), changes);
    whole(Change.Kind.SETTING, "", "pipeline.name", before.jobName(), after.jobName(), changes);
    return changes;
  }

  /** A digest as people read it. */
  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  /** Whose ids operators have is no wish of the project's, and changes with the next upgrade. */
  private static Map<String, String> settings(JobSpec spec) {
    Map<String, String> settings = new LinkedHashMap<>(spec.options());
    settings.remove(JobSpec.UID_GENERATION);
    return settings;
  }

  /** Tables are the same by their name: the model that fills one may have been renamed. */
  private static void outputs(
      JobSpec before, JobSpec after, boolean otherQuery, List<Change> changes) {
    Map<RelationName, JobOutput> old = new LinkedHashMap<>();
    before.outputs().forEach(output -> old.put(output.relation(), output));
    List<JobOutput> added = new ArrayList<>();
    for (JobOutput output : after.outputs()) {
      JobOutput deployed = old.remove(output.relation());
      if (deployed == null) {
        added.add(output);
      } else {
        output(deployed, output, otherQuery, changes);
      }
    }
    if (added.size() == 1 && old.size() == 1) {
      // The one table under another name.
      output(old.values().iterator().next(), added.getFirst(), otherQuery, changes);
      return;
    }
    for (JobOutput output : added) {
      String table = output.relation().toString();
      changes.add(
          new Change(
              Change.Kind.OUTPUT, output.model(), table, 0, Optional.empty(), Optional.of(table)));
    }
    for (JobOutput output : old.values()) {
      String table = output.relation().toString();
      changes.add(
          new Change(
              Change.Kind.OUTPUT, output.model(), table, 0, Optional.of(table), Optional.empty()));
    }
  }

  private static void output(
      JobOutput before, JobOutput after, boolean otherQuery, List<Change> changes) {
    String model = after.model();
    if (otherQuery) {
      changes.addAll(LineDiff.of(model, before.sql(), after.sql()));
    }
    compare(
        Change.Kind.COLUMN, model, "", types(before.columns()), types(after.columns()), changes);
    whole(
        Change.Kind.KEY,
        model,
        "",
        String.join(", ", before.primaryKey()),
        String.join(", ", after.primaryKey()),
        changes);
    whole(
        Change.Kind.CHANGELOG,
        model,
        "",
        before.changelog().name(),
        after.changelog().name(),
        changes);
  }

  private static Map<String, String> types(List<Column> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  private static void tables(JobSpec before, JobSpec after, List<Change> changes) {
    Map<String, Map<String, String>> old = options(before.tables());
    Map<String, Map<String, String>> now = options(after.tables());
    Map<String, String> filledBy = new LinkedHashMap<>();
    after.outputs().forEach(output -> filledBy.put(output.relation().toString(), output.model()));
    for (String table : new TreeSet<>(now.keySet())) {
      // A table that was not read before is a change of the query.
      if (old.containsKey(table)) {
        compare(
            Change.Kind.TABLE_OPTION,
            filledBy.getOrDefault(table, ""),
            table + " ",
            Objects.requireNonNull(old.get(table)),
            Objects.requireNonNull(now.get(table)),
            changes);
      }
    }
  }

  private static Map<String, Map<String, String>> options(List<TableUse> tables) {
    Map<String, Map<String, String>> options = new LinkedHashMap<>();
    tables.forEach(table -> options.put(table.name(), table.options()));
    return options;
  }

  private static void whole(
      Change.Kind kind,
      String model,
      String subject,
      String before,
      String after,
      List<Change> changes) {
    if (!before.equals(after)) {
      changes.add(new Change(kind, model, subject, 0, Optional.of(before), Optional.of(after)));
    }
  }

  private static void compare(
      Change.Kind kind,
      String model,
      String prefix,
      Map<String, String> before,
      Map<String, String> after,
      List<Change> changes) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Optional<String> old = Optional.ofNullable(before.get(name));
      Optional<String> now = Optional.ofNullable(after.get(name));
      if (!old.equals(now)) {
        changes.add(new Change(kind, model, prefix + name, 0, old, now));
      }
    }
  }
}
