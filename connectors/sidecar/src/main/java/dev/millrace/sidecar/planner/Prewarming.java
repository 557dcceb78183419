package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.CompileRequest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans built-in statements of every kind in the background, because Flink's planner takes seconds
 * for the first of each kind in a JVM and milliseconds for the next.
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

  private static final List<String> QUERIES =
      List.of(
          "SELECT k, UPPER(s) AS s, v FROM c.d.src WHERE v > 1",
          "SELECT k, SUM(v) AS total, COUNT(*) AS n FROM c.d.src GROUP BY k",
          "SELECT window_start, SUM(v) AS total FROM TABLE(TUMBLE(TABLE c.d.src, DESCRIPTOR(t),"
              + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
          "SELECT a.k, b.v FROM c.d.src a JOIN c.d.src b ON a.k = b.k AND b.t BETWEEN a.t AND a.t"
              + " + INTERVAL '1' HOUR",
          "SELECT k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY s ORDER BY v DESC) AS rn"
              + " FROM c.d.src) WHERE rn <= 3",
          "SELECT k, nope FROM c.d.src");

  private final Calls calls;

  /**
   * @param calls tells whether anyone has asked for anything yet
   */
  Prewarming(Calls calls) {
    this.calls = calls;
  }

  /** Whether the planner has been asked for anything. */
  @FunctionalInterface
  interface Calls {
    boolean any();
  }

  @Override
  public void run() {
    try (PlannerService planner = new PlannerService(Thread.MIN_PRIORITY)) {
      for (String query : QUERIES) {
        if (calls.any()) {
          return;
        }
        planner.analyze(request(query));
      }
      if (!calls.any()) {
        planner.compile(
            new CompileRequest(
                List.of(
                    SOURCE,
                    "CREATE TABLE c.d.snk (k BIGINT) WITH ('connector' = 'kafka', 'topic' = 't',"
                        + " 'format' = 'json', 'properties.bootstrap.servers' = '127.0.0.1:1')"),
                List.of("INSERT INTO c.d.snk SELECT k FROM c.d.src"),
                Map.of()));
      }
    } catch (Exception e) {
      LOG.warn("The planner could not be warmed; the first requests will be slow", e);
    }
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
