package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationName;
import java.util.List;

/**
 * One table that a job fills, and the model that says with what.
 *
 * @param model dbt's unique id
 * @param path of the model's file in the project
 * @param sql the compiled SELECT
 * @param insert the INSERT, placeholders kept
 * @param columns of the table
 */
public record JobOutput(
    String model,
    String path,
    RelationName relation,
    String sql,
    String insert,
    List<Column> columns,
    List<String> primaryKey,
    ChangelogKind changelog) {
  public JobOutput {
    requireNonNull(model, "model");
    requireNonNull(path, "path");
    requireNonNull(relation, "relation");
    requireNonNull(sql, "sql");
    requireNonNull(insert, "insert");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    requireNonNull(changelog, "changelog");
  }
}
