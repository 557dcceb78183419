package dev.millrace.benchmark.fifty;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * INSERTs through SQL Gateway sessions and nothing else: each session declares a table or view when
 * it first needs it and sends an INSERT with the options the job was deployed with.
 */
final class BareSessions {
  private static final int SESSIONS = 4;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration MOST = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final RunningSidecar cluster;

  BareSessions(RunningSidecar cluster) {
    this.cluster = requireNonNull(cluster, "cluster");
  }

  /**
   * When the INSERTs had been handed over, and when their jobs ran.
   *
   * @param submitted until the gateway had given the id of the last job
   * @param running until all tasks of all jobs ran as well
   */
  record Times(Duration submitted, Duration running) {}

  Times insert(List<JobSpec> jobs) throws Exception {
    Queue<JobSpec> waiting = new ConcurrentLinkedQueue<>(jobs);
    long begin = System.nanoTime();
    List<Future<?>> sessions = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(SESSIONS)) {
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(
            executor.submit(
                () -> {
                  session(waiting);
                  return true;
                }));
      }
    }
    for (Future<?> session : sessions) {
      session.get();
    }
    Duration submitted = Duration.ofNanos(System.nanoTime() - begin);
    awaitRunning(jobs.size(), begin);
    return new Times(submitted, Duration.ofNanos(System.nanoTime() - begin));
  }

  private void session(Queue<JobSpec> waiting) throws Exception {
    String session = call("POST", gateway("/v4/sessions"), Map.of()).path("sessionHandle").asText();
    Set<String> declared = new HashSet<>();
    for (JobSpec job = waiting.poll(); job != null; job = waiting.poll()) {
      for (String statement : job.setup()) {
        if (declared.add(statement)) {
          statement(session, statement, Map.of());
        }
      }
      Map<String, String> options = new LinkedHashMap<>(job.options());
      options.put("pipeline.name", job.jobName());
      statement(session, job.inserts().getFirst(), options);
    }
  }

  private void statement(String session, String text, Map<String, String> options)
      throws Exception {
    String path = "/v4/sessions/" + session;
    String operation =
        call(
                "POST",
                gateway(path + "/statements"),
                Map.of("statement", text, "executionConfig", options))
            .path("operationHandle")
            .asText();
    String next = path + "/operations/" + operation + "/result/0?rowFormat=JSON";
    while (!next.isEmpty()) {
      JsonNode page = call("GET", gateway(next), Map.of());
      next = page.path("nextResultUri").asText("");
      if (page.path("resultType").asText().equals("NOT_READY")) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    }
  }

  private void awaitRunning(int jobs, long begin) throws Exception {
    while (running() < jobs) {
      if (System.nanoTime() - begin > MOST.toNanos()) {
        throw new IllegalStateException("not all of the " + jobs + " jobs run");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  /** Jobs whose tasks all run. */
  long running() throws Exception {
    JsonNode overview =
        call("GET", cluster.jobManager().orElseThrow().resolve("/jobs/overview"), Map.of());
    long running = 0;
    for (JsonNode job : overview.path("jobs")) {
      JsonNode tasks = job.path("tasks");
      if (tasks.path("total").asInt() > 0
          && tasks.path("total").asInt() == tasks.path("running").asInt()) {
        running++;
      }
    }
    return running;
  }

  private URI gateway(String path) {
    return cluster.gateway().orElseThrow().resolve(path);
  }

  private JsonNode call(String method, URI address, Object body) throws Exception {
    HttpRequest.BodyPublisher content =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .header(Wire.TOKEN_HEADER, cluster.ready().token())
                .header("Content-Type", "application/json")
                .method(method, content)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    JsonNode read = json.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IOException(address.getPath() + " answered " + answer.statusCode() + ": " + read);
    }
    return read;
  }
}
