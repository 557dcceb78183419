package dev.millrace.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private static final String CANARY = "canary-8d1f0c77";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final Collector collector = Collector.start();

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void withoutAnEndpointNothingIsOn() {
    try (Telemetry telemetry = Telemetry.fromEnvironment(Map.of("OTEL_SERVICE_NAME", "x"))) {
      assertThat(telemetry.enabled()).isFalse();
      assertThat(telemetry.phase("parse", () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void phasesArriveAsSpansBelowTheCallersTrace() throws Exception {
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(
            environment(
                Map.of(
                    "TRACEPARENT",
                    "00-" + TRACE + "-" + PARENT + "-01",
                    "OTEL_SERVICE_NAME",
                    "shop build",
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "team=data%20platform,service.name=other")))) {
      telemetry.phase("outer", () -> telemetry.phase("inner", () -> {}));
    }

    List<Span> spans = spans();
    assertThat(spans)
        .extracting(Span::getName)
        .containsExactlyInAnyOrder("millrace", "outer", "inner");
    assertThat(spans).allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
    Span invocation = named(spans, "millrace");
    Span outer = named(spans, "outer");
    assertThat(hex(invocation.getParentSpanId())).isEqualTo(PARENT);
    assertThat(outer.getParentSpanId()).isEqualTo(invocation.getSpanId());
    assertThat(named(spans, "inner").getParentSpanId()).isEqualTo(outer.getSpanId());
    assertThat(text("/v1/traces")).contains("shop build", "data platform");
  }

  @Test
  void metersArrive() throws Exception {
    try (Telemetry telemetry = Telemetry.fromEnvironment(environment(Map.of()))) {
      telemetry.count("millrace.jobs.submitted", 3, Map.of("target", "dev"));
      telemetry.time("millrace.savepoint", Duration.ofMillis(250), Map.of());
      telemetry.phase("parse", () -> {});
    }

    List<Metric> metrics = metrics();
    assertThat(metrics)
        .extracting(Metric::getName)
        .contains("millrace.jobs.submitted", "millrace.savepoint", "millrace.phase");
    Metric submitted =
        metrics.stream()
            .filter(metric -> metric.getName().equals("millrace.jobs.submitted"))
            .findFirst()
            .orElseThrow();
    assertThat(submitted.getSum().getDataPoints(0).getAsDouble()).isEqualTo(3);
  }

  @Test
  void headersOfTheEnvironmentAreSent() throws Exception {
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(
            environment(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=shop%2Fa,other=1")))) {
      telemetry.phase("parse", () -> {});
    }

    assertThat(collector.header("/v1/traces", "x-tenant")).isEqualTo("shop/a");
    assertThat(collector.header("/v1/metrics", "x-tenant")).isEqualTo("shop/a");
  }

  @Test
  void aUserInTheAddressIsSentAsAHeaderAndNotShown() {
    OtlpSettings settings =
        OtlpSettings.of(
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "https://me:" + CANARY + "@collector.example"));

    OtlpSettings.Destination traces = settings.traces().orElseThrow();
    assertThat(traces.url()).isEqualTo("https://collector.example/v1/traces");
    assertThat(traces.headers()).containsKey("Authorization");
    assertThat(settings.toString()).doesNotContain(CANARY);
  }

  @Test
  void tracesCanBeOffWhileMetersAreOn() throws Exception {
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(environment(Map.of("OTEL_TRACES_EXPORTER", "none")))) {
      telemetry.phase("parse", () -> {});
    }

    assertThat(metrics()).isNotEmpty();
    assertThat(collector.bodies("/v1/traces")).isEmpty();
  }

  @Test
  void aDisabledSdkSendsNothing() {
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(environment(Map.of("OTEL_SDK_DISABLED", "true")))) {
      assertThat(telemetry.enabled()).isFalse();
    }
  }

  @Test
  void aFailureOfTheWorkGoesOnAndMarksTheSpan() throws Exception {
    try (Telemetry telemetry = Telemetry.fromEnvironment(environment(Map.of()))) {
      assertThatThrownBy(
              () ->
                  telemetry.phase(
                      "deploy",
                      (Runnable)
                          () -> {
                            throw new IllegalStateException("password " + CANARY);
                          }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(named(spans(), "deploy").getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void noSecretLeavesTheProcess() {
    Map<String, String> environment =
        environment(
            Map.of(
                "DBT_ENV_SECRET_KAFKA", CANARY, "OTEL_EXPORTER_OTLP_HEADERS", "api-key=" + CANARY));
    try (Telemetry telemetry = Telemetry.fromEnvironment(environment)) {
      telemetry.count("millrace.runs", 1, Map.of("option", "password=" + CANARY));
      telemetry.phase("connect to " + CANARY, () -> {});
      assertThatThrownBy(
              () ->
                  telemetry.phase(
                      "fail",
                      (Runnable)
                          () -> {
                            throw new IllegalStateException(CANARY);
                          }))
          .hasMessage(CANARY);
    }

    assertThat(text("/v1/traces")).contains("connect to ***").doesNotContain(CANARY);
    assertThat(text("/v1/metrics")).contains("password=***").doesNotContain(CANARY);
  }

  @Test
  void aCollectorThatIsDownNeitherBreaksNorHoldsUpTheWork() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    AtomicInteger done = new AtomicInteger();
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port))) {
      telemetry.phase("parse", (Runnable) done::incrementAndGet);
    }

    assertThat(done).hasValue(1);
  }

  @Test
  void anEndpointThatIsNoAddressTurnsTelemetryOffAndNothingElse() {
    try (Telemetry telemetry =
        Telemetry.fromEnvironment(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "::not an address::"))) {
      assertThat(telemetry.enabled()).isFalse();
      assertThat(telemetry.phase("parse", () -> 7)).isEqualTo(7);
    }
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    return environment;
  }

  private List<Span> spans() throws InvalidProtocolBufferException {
    List<Span> spans = new ArrayList<>();
    for (byte[] body : collector.bodies("/v1/traces")) {
      ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
    }
    return spans;
  }

  private List<Metric> metrics() throws InvalidProtocolBufferException {
    List<Metric> metrics = new ArrayList<>();
    for (byte[] body : collector.bodies("/v1/metrics")) {
      ExportMetricsServiceRequest.parseFrom(body)
          .getResourceMetricsList()
          .forEach(
              resource ->
                  resource
                      .getScopeMetricsList()
                      .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    }
    return metrics;
  }

  private String text(String path) {
    StringBuilder text = new StringBuilder();
    collector.bodies(path).forEach(body -> text.append(new String(body, StandardCharsets.UTF_8)));
    return text.toString();
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
