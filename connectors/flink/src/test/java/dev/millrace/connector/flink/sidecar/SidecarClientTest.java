package dev.millrace.connector.flink.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.rest.Address;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.connector.flink.rest.Json;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.wire.CompileResponse;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SidecarClientTest {
  private final MockWebServer server = new MockWebServer();
  private final HttpTransport transport = new HttpTransport();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  @Test
  void anAnswerIsRead() {
    assertThat(answer(200, "{\"plan\":\"{}\"}")).isEqualTo("{}");
  }

  @Test
  void anAnswerBehindSignsOfLifeIsRead() {
    assertThat(answer(200, "\n\n\n200\n{\"plan\":\"{}\"}")).isEqualTo("{}");
  }

  @Test
  void aRefusalBehindSignsOfLifeIsARefusal() {
    String refusal = "{\"kind\":\"sql_invalid\",\"message\":\"No such table\",\"causes\":[]}";
    assertThatThrownBy(() -> answer(200, "\n422\n" + refusal))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SQL_INVALID))
        .hasMessageContaining("No such table");
  }

  private String answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    return new SidecarClient(
            new Endpoint(
                transport,
                new Json(),
                "sidecar",
                "Start it",
                () -> new Address(server.url("").uri(), Map.of())))
        .call(Wire.COMPILE, Map.of(), CompileResponse.class, Duration.ofSeconds(30))
        .plan();
  }
}
