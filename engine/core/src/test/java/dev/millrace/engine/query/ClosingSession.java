package dev.millrace.engine.query;

import dev.millrace.engine.connect.SqlSession;
import java.util.Map;

/** A session that refuses every query. */
record ClosingSession(SqlSession delegate, RuntimeException refusal) implements SqlSession {
  @Override
  public QueryResult query(String sql, Map<String, String> settings) {
    throw refusal;
  }

  @Override
  public void execute(String sql) {
    delegate.execute(sql);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
