package dev.millrace.sidecar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.guard.Tokens;
import dev.millrace.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFlinkTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String token = Tokens.random();
  private LocalFlink flink;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Path tokenFile = folder.resolve("token");
    Tokens.writePrivately(tokenFile, token.getBytes(StandardCharsets.UTF_8));
    flink =
        LocalFlink.start(
            ClusterConfiguration.of(
                new ClusterSettings(
                    Files.createDirectories(folder.resolve("work")),
                    folder.resolve("checkpoints"),
                    folder.resolve("savepoints"),
                    tokenFile,
                    URI.create("http://127.0.0.1:9"),
                    2)));
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void aTaskManagerThatEndsByAFaultIsReplaced() throws Exception {
    List<String> first = awaitOther(List.of());
    TaskManagerRunner faulty = flink.taskManager().current();

    faulty.onFatalError(new IllegalStateException("a fault for this test"));

    assertThat(awaitOther(first)).hasSize(1).isNotEqualTo(first);
    assertThat(flink.taskManager().current()).isNotSameAs(faulty);
    assertThat(flink.ended()).isNotDone();
  }

  /** The TaskManagers that have registered, once they are others than before. */
  private List<String> awaitOther(List<String> before) throws Exception {
    Instant deadline = Instant.now().plus(LONG);
    List<String> now = before;
    while (now.equals(before) || now.isEmpty()) {
      assertThat(Instant.now()).as("TaskManagers other than %s", before).isBefore(deadline);
      now = registered();
    }
    return now;
  }

  private List<String> registered() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + flink.port() + "/taskmanagers"))
            .header(Wire.TOKEN_HEADER, token)
            .build();
    return new ObjectMapper()
        .readTree(client.send(request, BodyHandlers.ofString()).body())
        .path("taskmanagers")
        .valueStream()
        .map(node -> node.path("id").asText())
        .toList();
  }
}
