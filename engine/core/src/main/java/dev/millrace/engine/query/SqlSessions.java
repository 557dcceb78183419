package dev.millrace.engine.query;

import dev.millrace.engine.connect.SqlSession;
import java.util.List;

/**
 * Opens sessions; usually {@code setup -> connector.openSession(setup, bindings)}, so that queries
 * never see a secret.
 */
@FunctionalInterface
public interface SqlSessions {
  /**
   * A session of its own.
   *
   * @param setup DDL to run first, placeholders kept
   */
  SqlSession open(List<String> setup);
}
