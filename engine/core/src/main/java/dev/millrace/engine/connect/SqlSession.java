package dev.millrace.engine.connect;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A session that runs SQL. Sessions do not matter: a lost one is opened again and its DDL replayed
 * unseen.
 */
public interface SqlSession extends AutoCloseable {
  /**
   * Runs a query.
   *
   * @param settings Flink options for this statement alone
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED
   */
  QueryResult query(String sql, Map<String, String> settings);

  /** Runs a statement that returns no rows. */
  void execute(String sql);

  @Override
  void close();

  /**
   * Rows of a query as they come. Closing it ends the query on the cluster and waits until it has.
   */
  interface QueryResult extends AutoCloseable {
    List<Column> columns();

    /**
     * The next rows.
     *
     * @param wait how long to wait for the first of them
     * @return no rows when none came in time; {@link Page#last()} when the query has ended
     */
    Page next(Duration wait);

    @Override
    void close();
  }

  /**
   * Some rows.
   *
   * @param last whether no further rows can come
   */
  record Page(List<Row> rows, boolean last) {
    public Page {
      rows = List.copyOf(rows);
    }
  }
}
