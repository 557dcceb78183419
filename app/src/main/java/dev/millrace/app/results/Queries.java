package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotWatcher;
import java.util.List;

/** Runs queries for panes; calls block, so never on the FX thread. */
public interface Queries {
  /**
   * Reads the rows as they are now.
   *
   * @param watcher told of the start and asked whether to end
   * @param steps told what is done before the query runs
   */
  Snapshot snapshot(Subject subject, SnapshotWatcher watcher, Steps steps);

  /** Starts following the changes. */
  Live live(Subject subject, Steps steps);

  /** What is done before a query runs; from any thread. */
  interface Steps {
    /** Says in words what is done to reach the cluster. */
    void says(String words);

    /** The cluster answers; the query is handed over. */
    void submits();
  }

  /**
   * A live query and what it holds on to.
   *
   * @param key columns that tell rows apart; empty when whole rows do
   * @param release gives back what the query needed, once it has ended
   */
  record Live(LiveQuery query, List<String> key, Runnable release) implements AutoCloseable {
    public Live {
      requireNonNull(query, "query");
      key = List.copyOf(key);
      requireNonNull(release, "release");
    }

    /** Ends the query on the cluster and waits for it. */
    @Override
    public void close() {
      try {
        query.close();
      } finally {
        release.run();
      }
    }
  }
}
