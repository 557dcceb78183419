package dev.millrace.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks the sidecar's own JobManager about itself. */
final class OwnCluster {
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration REGISTRATION = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 50;
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI jobManager;
  private final String token;

  OwnCluster(URI jobManager, String token) {
    this.jobManager = jobManager;
    this.token = token;
  }

  /**
   * Waits until the TaskManager offers its slots, and makes sure the JobManager is guarded.
   *
   * @throws IOException when it does not within a minute
   */
  void awaitTaskManager() throws IOException, InterruptedException {
    requireRefusal(jobManager.resolve("/overview"));
    long end = System.nanoTime() + REGISTRATION.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<JsonNode> overview = get("/overview");
      if (overview.isPresent() && overview.get().path("slots-total").asInt() > 0) {
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException("no TaskManager has registered within " + REGISTRATION);
  }

  /**
   * Asks without a token and expects to be sent away, so that a guard which Flink has not loaded
   * never goes unseen.
   *
   * @throws IOException when the endpoint answers anything else
   */
  void requireRefusal(URI endpoint) throws IOException, InterruptedException {
    int status =
        client
            .send(
                HttpRequest.newBuilder(endpoint).timeout(CALL).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 401) {
      throw new IOException(endpoint + " answers a request without a token with " + status);
    }
  }

  /** Whether a job has not ended; also when the JobManager gives no answer, to be careful. */
  boolean hasRunningJobs() {
    try {
      Optional<JsonNode> overview = get("/jobs/overview");
      if (overview.isEmpty()) {
        return true;
      }
      for (JsonNode job : overview.get().path("jobs")) {
        if (!ENDED.contains(job.path("state").asText())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(jobManager.resolve(path))
                .header(Wire.TOKEN_HEADER, token)
                .timeout(CALL)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return answer.statusCode() == 200
        ? Optional.of(mapper.readTree(answer.body()))
        : Optional.empty();
  }
}
