package dev.millrace.engine.compile;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A planner that answers what a test tells it to, and remembers what it was asked. */
public final class ScriptedPlanner implements SqlPlanner {
  private final Map<String, List<Column>> columns = new HashMap<>();
  private final Map<String, SqlProblem> problems = new HashMap<>();
  final List<PlannedRelation> asked = new ArrayList<>();

  /** What the planner finds as columns of a relation. */
  public ScriptedPlanner columns(String id, Column... of) {
    columns.put(id, List.of(of));
    return this;
  }

  /** What the planner has against a relation. */
  public ScriptedPlanner problem(String id, SqlProblem problem) {
    problems.put(id, problem);
    return this;
  }

  @Override
  public List<RelationAnalysis> analyze(List<String> setup, List<PlannedRelation> relations) {
    asked.addAll(relations);
    return relations.stream().map(this::analyze).toList();
  }

  private RelationAnalysis analyze(PlannedRelation relation) {
    String id = relation.id();
    SqlProblem problem = problems.get(id);
    String statement =
        switch (relation) {
          case PlannedRelation.DeclaredTable table -> table.createTable();
          case PlannedRelation.View view ->
              "CREATE VIEW " + view.name().sql() + " AS " + view.query();
          case PlannedRelation.DerivedTable table -> "CREATE TABLE " + table.name().sql();
          case PlannedRelation.Function function -> function.createFunction();
        };
    return new RelationAnalysis(
        id,
        problem == null ? columns.getOrDefault(id, List.of(new Column("x", "INT"))) : List.of(),
        ChangelogKind.INSERT_ONLY,
        List.of(),
        problem == null ? Optional.of(statement) : Optional.empty(),
        List.of(),
        problem == null ? List.of() : List.of(problem));
  }

  @Override
  public String compile(List<String> setup, List<String> inserts, Map<String, String> settings) {
    throw new UnsupportedOperationException("no test compiles a plan here");
  }
}
