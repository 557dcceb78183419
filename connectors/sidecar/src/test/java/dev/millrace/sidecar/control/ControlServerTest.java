package dev.millrace.sidecar.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.guard.Guard;
import dev.millrace.wire.Done;
import dev.millrace.wire.ErrorResponse;
import dev.millrace.wire.MetricsRequest;
import dev.millrace.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {
  private static final String TOKEN = "t";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicInteger calls = new AtomicInteger();
  private ControlServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        ControlServer.start(
            new Guard(TOKEN),
            List.of(
                endpoint("/ok", request -> new Done(true)),
                endpoint(
                    "/refused",
                    request -> {
                      throw new CallFailedException(
                          FailureKind.SQL_INVALID,
                          "outer\nsecond line",
                          new IllegalStateException("inner"));
                    }),
                endpoint(
                    "/broken",
                    request -> {
                      throw new IllegalStateException("boom");
                    })),
            calls::incrementAndGet);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithJson() throws Exception {
    HttpResponse<String> answer = post("/ok", "{\"jobs\":[],\"metrics\":[],\"new\":1}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"done\":true}");
  }

  @Test
  void refusesWithoutTokenBeforeAnythingIsCalled() throws Exception {
    assertThat(post("/ok", "{}", "wrong").statusCode()).isEqualTo(401);
    assertThat(post("/nowhere", "{}", "wrong").statusCode()).isEqualTo(401);
    assertThat(calls).hasValue(0);
  }

  @Test
  void tellsKindAndChainOfARefusedCall() throws Exception {
    HttpResponse<String> answer = post("/refused", "{\"jobs\":[],\"metrics\":[]}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(mapper.readValue(answer.body(), ErrorResponse.class))
        .isEqualTo(
            new ErrorResponse("sql_invalid", "outer", List.of("outer\nsecond line", "inner")));
  }

  @Test
  void tellsAnUnexpectedFailureAsInternal() throws Exception {
    HttpResponse<String> answer = post("/broken", "{\"jobs\":[],\"metrics\":[]}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(mapper.readValue(answer.body(), ErrorResponse.class).kind()).isEqualTo("internal");
  }

  @Test
  void refusesAListThatIsMissing() throws Exception {
    HttpResponse<String> answer = post("/ok", "{\"jobs\":[]}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("MetricsRequest.metrics is missing");
  }

  @Test
  void quotesNothingOfABodyItCannotRead() throws Exception {
    HttpResponse<String> answer = post("/ok", "{\"jobs\": hunter2", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("hunter2");
  }

  @Test
  void doesNotKnowOtherPaths() throws Exception {
    assertThat(post("/ok/below", "{}", TOKEN).statusCode()).isEqualTo(404);
    assertThat(post("/nowhere", "{}", TOKEN).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesTwoEndpointsOfOnePath() {
    Endpoint<?, ?> once = endpoint("/twice", request -> new Done(true));
    assertThatThrownBy(() -> ControlServer.start(new Guard(TOKEN), List.of(once, once), () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/twice");
  }

  private static Endpoint<MetricsRequest, Done> endpoint(
      String path, Endpoint.Handler<MetricsRequest, Done> handler) {
    return new Endpoint<>(path, MetricsRequest.class, handler);
  }

  private HttpResponse<String> post(String path, String body, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header(Wire.TOKEN_HEADER, token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
