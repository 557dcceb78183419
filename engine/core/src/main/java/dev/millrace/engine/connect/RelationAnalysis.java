package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What the planner found out about one relation.
 *
 * @param columns in order; empty when there are problems
 * @param primaryKey the declared or inferred key; empty when there is none
 * @param createStatement DDL that makes the relation known to a session (CREATE TABLE or CREATE
 *     VIEW), placeholders kept; empty when there are problems
 * @param problems empty when the relation is right; a relation below a wrong one is not analyzed
 *     and has a single problem that names it
 */
public record RelationAnalysis(
    String id,
    List<Column> columns,
    ChangelogKind changelog,
    List<String> primaryKey,
    Optional<String> createStatement,
    List<StatefulOperator> statefulOperators,
    List<SqlProblem> problems) {
  public RelationAnalysis {
    requireNonNull(id, "id");
    columns = List.copyOf(columns);
    requireNonNull(changelog, "changelog");
    primaryKey = List.copyOf(primaryKey);
    requireNonNull(createStatement, "createStatement");
    statefulOperators = List.copyOf(statefulOperators);
    problems = List.copyOf(problems);
  }
}
