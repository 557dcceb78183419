package dev.millrace.engine.plan;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.TableUse;
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
    if (!before.queryFingerprint().equals(after.queryFingerprint())) {
      changes.add(
          new Change(
              Change.Kind.QUERY,
              "",
              0,
              Optional.of(before.queryFingerprint()),
              Optional.of(after.queryFingerprint())));
      changes.addAll(LineDiff.of(before.sql(), after.sql()));
    }
    columns(before, after, changes);
    whole(
        Change.Kind.KEY,
        String.join(", ", before.primaryKey()),
        String.join(", ", after.primaryKey()),
        changes);
    whole(Change.Kind.CHANGELOG, before.changelog().name(), after.changelog().name(), changes);
    tables(before, after, changes);
    compare(Change.Kind.SETTING, "", before.options(), after.options(), changes);
    if (!before.jobName().equals(after.jobName())) {
      changes.add(
          new Change(
              Change.Kind.SETTING,
              "pipeline.name",
              0,
              Optional.of(before.jobName()),
              Optional.of(after.jobName())));
    }
    return changes;
  }

  private static void columns(JobSpec before, JobSpec after, List<Change> changes) {
    compare(Change.Kind.COLUMN, "", types(before.columns()), types(after.columns()), changes);
  }

  private static Map<String, String> types(List<Column> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  private static void tables(JobSpec before, JobSpec after, List<Change> changes) {
    Map<String, Map<String, String>> old = options(before.tables());
    Map<String, Map<String, String>> now = options(after.tables());
    for (String table : new TreeSet<>(now.keySet())) {
      // A table that was not read before is a change of the query.
      if (old.containsKey(table)) {
        compare(
            Change.Kind.TABLE_OPTION,
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

  private static void whole(Change.Kind kind, String before, String after, List<Change> changes) {
    if (!before.equals(after)) {
      changes.add(new Change(kind, "", 0, Optional.of(before), Optional.of(after)));
    }
  }

  private static void compare(
      Change.Kind kind,
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
        changes.add(new Change(kind, prefix + name, 0, old, now));
      }
    }
  }
}
