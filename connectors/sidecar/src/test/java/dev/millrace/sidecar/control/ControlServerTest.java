package dev.millrace.sidecar.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.guard.Guard;
import dev.millrace.wire.Done;
import dev.millrace.wire.ErrorResponse;
import dev.millrace.wire.MetricsRequest;
import dev.millrace.wire.Wire;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {
  private static final String TOKEN = "t";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final CountDownLatch cutOff = new CountDownLatch(1);
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
                    }),
                Endpoint.forCaller("/slow", MetricsRequest.class, this::slow)),
            calls::incrementAndGet);
  }

  /** Ends when it is let go, or is interrupted. */
  private Done slow(MetricsRequest request) throws Exception {
    try {
      assertThat(letGo.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      cutOff.countDown();
      throw e;
    }
    if (request.jobs().contains("wrong")) {
      throw new CallFailedException(FailureKind.SQL_INVALID, "refused");
    }
    return new Done(true);
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

  @Test
  void workForTheCallerThatTakesLongAnswersBehindSignsOfLife() throws Exception {
    assertThat(slowAnswer("{\"jobs\":[],\"metrics\":[]}")).matches("\n+200\n\\{\"done\":true}");
  }

  @Test
  void aRefusalBehindSignsOfLifeKeepsItsStatus() throws Exception {
    assertThat(slowAnswer("{\"jobs\":[\"wrong\"],\"metrics\":[]}"))
        .matches("\n+422\n.*\"sql_invalid\".*");
  }

  @Test
  void workForTheCallerThatIsQuickAnswersAsAnyOther() throws Exception {
    letGo.countDown();
    HttpResponse<String> answer = post("/slow", "{\"jobs\":[],\"metrics\":[]}", TOKEN);
    assertThat(answer.body()).isEqualTo("{\"done\":true}");
  }

  @Test
  void workForACallerThatIsGoneIsInterrupted() throws Exception {
    InputStream answer = open("/slow", "{\"jobs\":[],\"metrics\":[]}");
    assertThat(answer.read()).isEqualTo(Wire.NOT_YET);
    answer.close();
    assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private String slowAnswer(String body) throws Exception {
    try (InputStream answer = open("/slow", body)) {
      int first = answer.read();
      letGo.countDown();
      return (char) first + new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private InputStream open(String path, String body) throws Exception {
    return client
        .send(request(path, body, TOKEN), HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  private static Endpoint<MetricsRequest, Done> endpoint(
      String path, Endpoint.Handler<MetricsRequest, Done> handler) {
    return new Endpoint<>(path, MetricsRequest.class, handler);
  }

  private HttpResponse<String> post(String path, String body, String token) throws Exception {
    return client.send(request(path, body, token), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header(Wire.TOKEN_HEADER, token)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
