package dev.millrace.engine.connect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session that runs SQL. Sessions do not matter: a lost one is opened again and its DDL replayed
 * unseen.
 */
public interface SqlSession extends AutoCloseable {
  /**
   * What problems call the file of a place inside the statement that was handed in: who knows where
   * the statement came from puts that place there instead.
   */
  String STATEMENT = "statement";

  /**
   * Runs a query.
   *
   * @param settings Flink options for this statement alone
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED, with a
   *     place in {@link #STATEMENT} where Flink tells one
   */
  QueryResult query(String sql, Map<String, String> settings);

  /**
   * Runs a statement that returns no rows.
   *
   * @throws dev.millrace.engine.problem.MillraceException as {@link #query}
   */
  void execute(String sql);

  @Override
  void close();

  /**
   * Rows of a query as they come. Closing it ends the query on the cluster and waits until it has.
   */
  interface QueryResult extends AutoCloseable {
    List<Column> columns();

    /** The job that makes the rows; empty when there is none or its id is not known. */
    default Optional<JobId> job() {
      return Optional.empty();
    }

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
