package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One query that counts what a test finds and, in the same job, the rows of all it reads: so a
 * count of nothing can be told from nothing to count.
 *
 * @param relations unique ids in the order in which they are counted
 */
record DataTestQuery(QuerySubject subject, List<String> relations) {
  private static final int FAILURES = 0;

  DataTestQuery {
    requireNonNull(subject, "subject");
    relations = List.copyOf(relations);
  }

  /**
   * @param compiled the test's own query, of rows that should not be
   */
  static DataTestQuery of(
      AnalyzedProject project, DataTest test, String compiled, DataTestRules rules) {
    Node node = test.node();
    Set<String> read = new LinkedHashSet<>();
    node.dependsOn().forEach(id -> collect(project, id, read));
    StringBuilder sql = new StringBuilder("SELECT ").append(FAILURES).append(" AS `part`, CAST(");
    sql.append(rules.failures()).append(" AS BIGINT) AS `found` FROM (\n").append(compiled);
    rules.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit));
    sql.append("\n) AS dbt_internal_test");
    List<String> relations = new ArrayList<>();
    for (String id : read) {
      relations.add(id);
      sql.append("\nUNION ALL\nSELECT ")
          .append(relations.size())
          .append(", COUNT(*) FROM ")
          .append(project.node(id).node().relation().sql());
    }
    SourcePosition place =
        node.config().origins().values().stream()
            .findFirst()
            .filter(origin -> test.generic().isPresent())
            .orElse(SourcePosition.of(node.path()));
    return new DataTestQuery(
        new QuerySubject(
            node.name(),
            QuerySubject.setup(project, node.dependsOn()),
            sql.toString(),
            List.of(),
            ChangelogKind.UNKNOWN,
            (line, column) -> place),
        relations);
  }

  /** Relations that hold rows: what is inlined is read through. */
  private static void collect(AnalyzedProject project, String uniqueId, Set<String> read) {
    AnalyzedNode node = project.nodes().get(uniqueId);
    if (node == null) {
      return;
    }
    if (node.node().materialization() == Materialization.EPHEMERAL) {
      node.node().dependsOn().forEach(parent -> collect(project, parent, read));
    } else {
      read.add(uniqueId);
    }
  }

  /** What the test counted. */
  long failures(Snapshot rows) {
    return count(rows, FAILURES);
  }

  /** How many rows each relation held, by unique id. */
  Map<String, Long> rows(Snapshot rows) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int index = 0; index < relations.size(); index++) {
      counts.put(relations.get(index), count(rows, index + 1));
    }
    return counts;
  }

  /** A count over nothing has no row in a stream. */
  private static long count(Snapshot rows, int part) {
    for (List<@Nullable Object> row : rows.rows()) {
      if (row.getFirst() instanceof Number number && number.intValue() == part) {
        return row.getLast() instanceof Number count ? count.longValue() : 0;
      }
    }
    return 0;
  }
}
