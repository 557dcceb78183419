package dev.millrace.engine.connect;

import java.time.Duration;
import java.util.List;

/** Runs a query once over given rows, in a real Flink of its own, with no cluster and no broker. */
public interface UnitTestRunner {
  /**
   * Runs the query to its end. Event time is driven by the given rows alone: after each row the
   * watermark is what the table's watermark expression says, and after the last row it is infinite.
   *
   * @param setup DDL of views and functions between the given tables and the query, in order
   * @param query one SELECT
   * @return the changelog of the query, in order
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED
   */
  Result run(List<GivenTable> given, List<String> setup, String query, Duration timeout);

  /** Columns and changelog of a finished query. */
  record Result(List<Column> columns, List<Row> changelog) {
    public Result {
      columns = List.copyOf(columns);
      changelog = List.copyOf(changelog);
    }
  }
}
