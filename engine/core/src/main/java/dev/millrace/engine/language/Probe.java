package dev.millrace.engine.language;

import dev.millrace.engine.compile.CompiledText;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.engine.sql.SqlLines;
import dev.millrace.engine.sql.SqlStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the planner is asked about a document.
 *
 * @param offset of the relation's SQL in the compiled text
 */
record Probe(PlannedRelation relation, int offset) {
  /** A relation of this name is no project's. */
  private static final String PREFIX = "__millrace_edited__";

  private static final String CELL = "-- %%";

  /** One for a model; one for each query of an analysis. */
  static List<Probe> of(EditedNode edited) {
    if (!edited.isSound() || edited.compiled().isEmpty()) {
      return List.of();
    }
    Optional<PlannedRelation> relation = edited.compiled().get().relation();
    if (relation.isPresent()) {
      return List.of(new Probe(relation.get(), 0));
    }
    Node node = edited.node();
    String sql = edited.compiled().get().sql();
    List<Probe> probes = new ArrayList<>();
    for (SqlStatements.Statement statement : statements(node, sql)) {
      if (FlinkSql.checkQuery(statement.text()).isEmpty()) {
        probes.add(probe(node, statement, probes.size()));
      }
    }
    return probes;
  }

  private static Probe probe(Node node, SqlStatements.Statement statement, int number) {
    RelationName name =
        new RelationName(
            node.relation().catalog(),
            node.relation().database(),
            PREFIX + node.name() + "__" + number);
    return new Probe(
        new PlannedRelation.View(node.uniqueId() + "#" + number, name, statement.text()),
        statement.offset());
  }

  /** Faults in the syntax of an analysis, statement by statement, with places in the whole text. */
  static List<SqlProblem> syntax(Node node, CompiledText compiled) {
    List<SqlProblem> faults = new ArrayList<>();
    for (SqlStatements.Statement statement : statements(node, compiled.text())) {
      FlinkSql.check(statement.text())
          .map(fault -> shifted(fault, statement.text(), statement.offset(), compiled.text()))
          .ifPresent(faults::add);
    }
    return faults;
  }

  private static List<SqlStatements.Statement> statements(Node node, String sql) {
    if (node.resourceType() != ResourceType.ANALYSIS) {
      return List.of(new SqlStatements.Statement(sql, 0));
    }
    List<SqlStatements.Statement> statements = new ArrayList<>();
    int start = 0;
    while (start < sql.length()) {
      int next = sql.indexOf("\n" + CELL, start + 1);
      int end = next < 0 ? sql.length() : next + 1;
      String cell = sql.substring(start, end);
      if (!isProse(cell)) {
        for (SqlStatements.Statement statement : SqlStatements.split(cell)) {
          statements.add(new SqlStatements.Statement(statement.text(), statement.offset() + start));
        }
      }
      start = end;
    }
    return statements;
  }

  /** A cell of a notebook whose first line says that it is Markdown. */
  private static boolean isProse(String cell) {
    String first = cell.lines().findFirst().orElse("");
    return first.startsWith(CELL) && first.contains("markdown");
  }

  /** A fault of this relation's SQL with its place in the whole compiled text. */
  SqlProblem shifted(SqlProblem fault, String sql, String whole) {
    return offset == 0 ? fault : shifted(fault, sql, offset, whole);
  }

  private static SqlProblem shifted(SqlProblem fault, String sql, int offset, String whole) {
    return new SqlProblem(
        fault.message(),
        fault
            .range()
            .map(
                range -> {
                  SqlLines inside = new SqlLines(sql);
                  SqlLines all = new SqlLines(whole);
                  int start = inside.offset(range.line(), range.column()) + offset;
                  int last = inside.offset(range.endLine(), range.endColumn()) + offset;
                  return new TextRange(
                      all.line(start), all.column(start), all.line(last), all.column(last));
                }));
  }
}
