package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.CompileRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans built-in statements of every kind in the background, and makes the graphs of their jobs,
 * because Flink takes seconds for the first of each kind in a JVM and milliseconds for the next.
 * Nothing is submitted.
 *
 * <p>It has threads and environments of its own and gives up for good as soon as someone asks for
 * something: what is asked for warms the planner just as well.
 */
final class Prewarming implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Prewarming.class);

  private static final String SOURCE =
      "CREATE TABLE c.d.src (k BIGINT NOT NULL, v DECIMAL(10, 2), s STRING, t TIMESTAMP(3),"
          + " WATERMARK FOR t AS t - INTERVAL '1' SECOND) WITH ('connector' = 'kafka',"
          + " 'topic' = 't', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',"
          + " 'properties.bootstrap.servers' = '127.0.0.1:1')";

  private static final StorageSpec STORAGE =
      new StorageSpec(
          List.of(),
          List.of(),
          null,
          List.of(),
          Map.of(),
          Map.of("connector", "kafka", "topic", "t", "format", "json"),
          Map.of(
              "connector",
              "upsert-kafka",
              "topic",
              "t",
              "key.format",
              "json",
              "value.format",
              "json"));

  /**
   * How often each is planned. After so many statements of each kind the JVM has compiled what it
   * will compile of the planner; more of them changed nothing.
   */
  static final int ROUNDS = 9;

  private static final List<Statement> STATEMENTS =
      List.of(
          new Statement(
              "k BIGINT, s STRING, v DECIMAL(10, 2)",
              "SELECT k, UPPER(s) AS s, v FROM c.d.src WHERE v > 1"),
          new Statement(
              "k BIGINT, total DECIMAL(38, 2), n BIGINT",
              "SELECT k, SUM(v) AS total, COUNT(*) AS n FROM c.d.src GROUP BY k"),
          new Statement(
              "window_start TIMESTAMP(3), total DECIMAL(38, 2)",
              "SELECT window_start, SUM(v) AS total FROM TABLE(TUMBLE(TABLE c.d.src,"
                  + " DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end"),
          new Statement(
              "k BIGINT, v DECIMAL(10, 2)",
              "SELECT a.k, b.v FROM c.d.src a JOIN c.d.src b ON a.k = b.k AND b.t BETWEEN a.t AND"
                  + " a.t + INTERVAL '1' HOUR"),
          new Statement(
              "k BIGINT, v DECIMAL(10, 2), rn BIGINT",
              "SELECT k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY s ORDER BY v DESC)"
                  + " AS rn FROM c.d.src) WHERE rn <= 3"));

  private static final String WRONG = "SELECT k, nope FROM c.d.src";

  private final Calls calls;

  /**
   * @param calls tells whether anyone has asked for anything yet
   */
  Prewarming(Calls calls) {
    this.calls = calls;
  }

  /**
   * One that is planned.
   *
   * @param columns those of a table it can be written to
   */
  private record Statement(String columns, String query) {}

  /** Whether the planner has been asked for anything. */
  @FunctionalInterface
  interface Calls {
    boolean any();
  }

  @Override
  public void run() {
    try {
      warm();
    } catch (Exception e) {
      LOG.warn("The planner could not be warmed; the first requests will be slow", e);
    }
  }

  /**
   * Plans all of them, or until someone asks for something.
   *
   * @return how many graphs were made
   */
  int warm() throws Exception {
    int graphs = 0;
    try (PlannerService planner = new PlannerService(Thread.MIN_PRIORITY)) {
      // What people see first is the types of what they write.
      for (Statement statement : STATEMENTS) {
        if (calls.any()) {
          return graphs;
        }
        planner.analyze(request(statement.query()));
      }
      planner.analyze(request(WRONG));
      for (int round = 0; round < ROUNDS; round++) {
        for (Statement statement : STATEMENTS) {
          if (calls.any()) {
            return graphs;
          }
          StreamGraph graph = graph(planner.compile(insert(statement)).plan());
          graphs += graph.getStreamNodes().isEmpty() ? 0 : 1;
        }
      }
    }
    return graphs;
  }

  private static CompileRequest insert(Statement statement) {
    return new CompileRequest(
        List.of(
            SOURCE,
            "CREATE TABLE c.d.snk (" + statement.columns() + ") WITH ('connector' = 'blackhole')"),
        List.of("INSERT INTO c.d.snk " + statement.query()),
        Map.of());
  }

  private static StreamGraph graph(String plan) throws IOException {
    return PlanGraph.of(plan, new JobID(), "warm", Map.of(), Map.of(), null);
  }

  private static AnalyzeRequest request(String query) {
    return new AnalyzeRequest(
        List.of(),
        List.of(
            new Relation("source", "declared", "c", "d", "src", SOURCE, null),
            new Relation("view", "view", "c", "d", "v", "SELECT k, t FROM c.d.src", null),
            new Relation("model", "derived", "c", "d", "m", query, STORAGE)));
  }
}
