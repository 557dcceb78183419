package dev.millrace.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who upgrades a job with Flink's own REST interfaces: stops it with a savepoint, waits
 * for its path, and sends the new INSERT with it in a session that has all tables ready.
 */
final class ByHand implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI jobManager;
  private final URI gateway;
  private final String token;
  private final String session;
  private String job = "";

  ByHand(RunningSidecar cluster, String... tables) throws IOException, InterruptedException {
    this.jobManager = cluster.jobManager().orElseThrow();
    this.gateway = cluster.gateway().orElseThrow();
    this.token = cluster.ready().token();
    this.session =
        call("POST", gateway.resolve("/v4/sessions"), Map.of()).path("sessionHandle").asText();
    for (String table : tables) {
      execute(table, Map.of());
    }
  }

  /** Starts the job. */
  void start(String insert) throws IOException, InterruptedException {
    job = submit(insert, Map.of());
  }

  /** Goes over to another query. */
  void upgrade(String insert) throws IOException, InterruptedException {
    String request =
        call(
                "POST",
                jobManager.resolve("/jobs/" + job + "/stop"),
                Map.of("drain", false, "formatType", "NATIVE"))
            .path("request-id")
            .asText();
    URI status = jobManager.resolve("/jobs/" + job + "/savepoints/" + request);
    JsonNode answer = call("GET", status, Map.of());
    while (!answer.at("/status/id").asText().equals("COMPLETED")) {
      LockSupport.parkNanos(LOOK.toNanos());
      answer = call("GET", status, Map.of());
    }
    String path = answer.at("/operation/location").asText();
    job = submit(insert, Map.of("execution.state-recovery.path", path));
  }

  private String submit(String insert, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>(more);
    settings.put("pipeline.name", "by hand");
    settings.put("parallelism.default", "1");
    settings.put("execution.checkpointing.interval", "500 ms");
    return execute(insert, settings).at("/results/data/0/fields/0").asText();
  }

  /** The page with the first rows. */
  private JsonNode execute(String statement, Map<String, String> settings)
      throws IOException, InterruptedException {
    String operation =
        call(
                "POST",
                gateway.resolve("/v4/sessions/" + session + "/statements"),
                Map.of("statement", statement, "executionConfig", settings))
            .path("operationHandle")
            .asText();
    URI result =
        gateway.resolve(
            "/v4/sessions/" + session + "/operations/" + operation + "/result/0?rowFormat=JSON");
    JsonNode page = call("GET", result, Map.of());
    while (page.path("resultType").asText().equals("NOT_READY")) {
      LockSupport.parkNanos(LOOK.toNanos());
      page = call("GET", result, Map.of());
    }
    return page;
  }

  private JsonNode call(String method, URI address, Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher content =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body));
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .header(Wire.TOKEN_HEADER, token)
                .header("Content-Type", "application/json")
                .method(method, content)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    JsonNode json = mapper.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IOException(address.getPath() + " answered " + answer.statusCode() + ": " + json);
    }
    return json;
  }

  @Override
  public void close() {
    client.close();
  }
}
