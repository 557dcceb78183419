package dev.millrace.engine.connect;

import dev.millrace.engine.trust.Bindings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One target, through its ports. Thread-safe. */
public interface Connector extends AutoCloseable {
  /** Probes the target on first use; starts nothing but the sidecar. */
  Capabilities capabilities();

  SqlPlanner planner();

  UnitTestRunner unitTests();

  JobControl jobs();

  /**
   * A session of its own.
   *
   * @param setup DDL to run first and after each loss of the session, placeholders kept
   */
  SqlSession openSession(List<String> setup, Bindings bindings);

  TopicControl topics();

  RecordTools records();

  /** Reads checkpoints and savepoints. */
  StateTools state();

  MetricsSource metrics();

  /** Present where the target is the embedded default. */
  Optional<LocalCluster> localCluster();

  /**
   * Table options for a model that names no connector, before the profile's own {@code
   * default_table_options}: for a table without and one with a key.
   */
  DefaultTableOptions defaultTableOptions();

  /** Values of {@code ${local:...}} placeholders; empty before the local cluster runs. */
  Bindings localBindings();

  @Override
  void close();

  /** Options by whether a table has a key, in the order DDL shows them. */
  record DefaultTableOptions(Map<String, String> append, Map<String, String> keyed) {
    public DefaultTableOptions {
      append = Collections.unmodifiableMap(new LinkedHashMap<>(append));
      keyed = Collections.unmodifiableMap(new LinkedHashMap<>(keyed));
    }
  }
}
