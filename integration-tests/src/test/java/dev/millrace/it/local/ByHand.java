package dev.millrace.it.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.local.RunningSidecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who upgrades jobs with Flink's own interfaces: stops one with a savepoint, waits for its
 * path, and sends the new INSERT with it in a session that has all tables ready.
 */
public final class ByHand {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final String ASKS_FOR_CONFLICT = "Please specify an ON CONFLICT clause";

  private final GatewayClient client;

  /**
   * @param tables statements that declare what the INSERTs name
   */
  public ByHand(RunningSidecar cluster, List<String> tables) throws Exception {
    this.client = new GatewayClient(cluster);
    for (String table : tables) {
      client.run(table, Map.of());
    }
  }

  /**
   * Starts a job without state and gives its id. Where Flink asks for it, an INSERT is said to
   * replace earlier rows of a key.
   *
   * @param inserts of one job
   */
  public String start(List<String> inserts, Map<String, String> options) throws Exception {
    try {
      return submit(inserts, options);
    } catch (Exception e) {
      if (!asksForConflict(e)) {
        throw e;
      }
    }
    List<String> told = new ArrayList<>();
    for (String insert : inserts) {
      told.add(asksForConflict(insert) ? insert + "\nON CONFLICT DO DEDUPLICATE" : insert);
    }
    return submit(told, options);
  }

  private boolean asksForConflict(String insert) throws Exception {
    try {
      client.run("EXPLAIN " + insert, Map.of());
      return false;
    } catch (Exception e) {
      if (!asksForConflict(e)) {
        throw e;
      }
      return true;
    }
  }

  private static boolean asksForConflict(Exception failure) {
    return String.valueOf(failure.getMessage()).contains(ASKS_FOR_CONFLICT);
  }

  private String submit(List<String> inserts, Map<String, String> options) throws Exception {
    String statement =
        inserts.size() == 1
            ? inserts.getFirst()
            : "EXECUTE STATEMENT SET BEGIN\n" + String.join(";\n", inserts) + ";\nEND";
    String row = client.run(statement, options).getFirst();
    // The row of an INSERT is ["<id of the job>"].
    return row.replaceAll("[^0-9a-f]", "");
  }

  /** Starts a job from a savepoint. */
  public String start(List<String> inserts, Map<String, String> options, String savepoint)
      throws Exception {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("execution.state-recovery.path", savepoint);
    return start(inserts, all);
  }

  /** Stops a job and gives the path of its savepoint. */
  public String stop(String job) throws Exception {
    String request =
        client
            .jobManager("/jobs/" + job + "/stop", Map.of("drain", false, "formatType", "NATIVE"))
            .path("request-id")
            .asText();
    String status = "/jobs/" + job + "/savepoints/" + request;
    JsonNode answer = client.jobManager(status);
    while (!answer.at("/status/id").asText().equals("COMPLETED")) {
      LockSupport.parkNanos(LOOK.toNanos());
      answer = client.jobManager(status);
    }
    if (answer.at("/operation/location").isMissingNode()) {
      throw new IllegalStateException("the savepoint failed: " + answer);
    }
    return answer.at("/operation/location").asText();
  }
}
