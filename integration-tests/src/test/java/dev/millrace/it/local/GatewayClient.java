package dev.millrace.it.local;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Talks to a sidecar's addresses as plainly as can be, apart from the connector under test. */
public final class GatewayClient {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final RunningSidecar sidecar;
  private final String session;

  public GatewayClient(RunningSidecar sidecar) throws Exception {
    this.sidecar = sidecar;
    this.session =
        call("POST", gateway().resolve("/v4/sessions"), Map.of()).path("sessionHandle").asText();
  }

  /** Runs a statement to its end and gives its rows, each as the JSON of its fields. */
  public List<String> run(String statement, Map<String, String> settings) throws Exception {
    String operations = "/v4/sessions/" + session + "/operations/";
    String operation =
        call(
                "POST",
                gateway().resolve("/v4/sessions/" + session + "/statements"),
                Map.of("statement", statement, "executionConfig", settings))
            .path("operationHandle")
            .asText();
    List<String> rows = new ArrayList<>();
    String next = operations + operation + "/result/0?rowFormat=JSON";
    while (!next.isEmpty()) {
      JsonNode page = call("GET", gateway().resolve(next), Map.of());
      page.path("results").path("data").forEach(row -> rows.add(row.path("fields").toString()));
      next = page.path("nextResultUri").asText("");
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return rows;
  }

  public JsonNode jobManager(String path) throws Exception {
    return call("GET", sidecar.jobManager().orElseThrow().resolve(path), Map.of());
  }

  /** Sends a request with a body. */
  JsonNode jobManager(String path, Object body) throws Exception {
    return call("POST", sidecar.jobManager().orElseThrow().resolve(path), body);
  }

  JsonNode control(String path, Object body) throws Exception {
    return call("POST", sidecar.control().resolve(path), body);
  }

  private URI gateway() {
    return sidecar.gateway().orElseThrow();
  }

  private JsonNode call(String method, URI address, Object body) throws Exception {
    HttpRequest.BodyPublisher content =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body));
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .header(Wire.TOKEN_HEADER, sidecar.ready().token())
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
}
