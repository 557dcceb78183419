package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import java.util.List;

/**
 * What a relation gives to its readers, as the planner sees it.
 *
 * @param primaryKey declared or inferred; empty when there is none
 * @param upsertKey columns that tell the changes of its rows apart; empty when there are none
 */
public record RelationOutput(
    List<Column> columns,
    ChangelogKind changelog,
    List<String> primaryKey,
    List<String> upsertKey) {
  public RelationOutput {
    columns = List.copyOf(columns);
    requireNonNull(changelog, "changelog");
    primaryKey = List.copyOf(primaryKey);
    upsertKey = List.copyOf(upsertKey);
  }
}
