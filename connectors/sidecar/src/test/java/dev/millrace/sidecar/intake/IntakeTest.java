package dev.millrace.sidecar.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final SeriesStore store = new SeriesStore(100);
  private final HttpClient client = HttpClient.newHttpClient();
  private Intake intake;

  @BeforeEach
  void start() throws Exception {
    intake = Intake.start("write-token", store);
  }

  @AfterEach
  void stop() {
    intake.close();
  }

  @Test
  void keepsGaugesUnderFlinksNameWithoutScope() throws Exception {
    assertThat(send(intake.address(), gauge("flink.taskmanager.job.task.watermarkLag", 42)))
        .isEqualTo(200);
    assertThat(newest())
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.value()).isEqualTo(42);
              assertThat(sample.key())
                  .isEqualTo(
                      new SeriesKey("j1", "watermarkLag", "Source: a", Optional.of("a[1]"), 3, ""));
            });
  }

  @Test
  void givesARateTheNameOfItsMeter() throws Exception {
    send(intake.address(), gauge("flink.taskmanager.job.task.numRecordsInPerSecond.rate", 1));
    assertThat(newest())
        .extracting(sample -> sample.key().metric())
        .containsExactly("numRecordsInPerSecond");
  }

  @Test
  void dropsWhatIsNotANumberOrOfNoJob() throws Exception {
    send(intake.address(), gauge("flink.taskmanager.job.task.busyTimeMsPerSecond", Double.NaN));
    send(
        intake.address(),
        Metric.newBuilder()
            .setName("flink.jobmanager.numRegisteredTaskManagers")
            .setGauge(Gauge.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
            .build());
    assertThat(newest()).isEmpty();
  }

  @Test
  void sumsUpDeltas() throws Exception {
    Metric delta =
        Metric.newBuilder()
            .setName("flink.taskmanager.job.task.numRecordsIn")
            .setSum(
                Sum.newBuilder()
                    .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                    .addDataPoints(point().setAsInt(7)))
            .build();
    send(intake.address(), delta);
    send(intake.address(), delta);
    assertThat(newest()).extracting(Sample::value).containsExactly(14.0);
  }

  @Test
  void refusesAPathWithoutTheToken() throws Exception {
    URI bare = URI.create("http://127.0.0.1:" + intake.port() + "/v1/metrics");
    assertThat(send(bare, gauge("flink.x.lag", 1))).isEqualTo(401);
    assertThat(newest()).isEmpty();
  }

  @Test
  void refusesWebPages() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(intake.address())
            .header("Origin", "http://evil.example")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[0]))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void refusesWhatIsNotProtobuf() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(intake.address())
            .POST(HttpRequest.BodyPublishers.ofString("not protobuf"))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(400);
  }

  private List<Sample> newest() {
    return store.read(Set.of(), Set.of(), Optional.empty());
  }

  private int send(URI address, Metric metric) throws Exception {
    byte[] body =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
            .build()
            .toByteArray();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static Metric gauge(String name, double value) {
    return Metric.newBuilder()
        .setName(name)
        .setGauge(Gauge.newBuilder().addDataPoints(point().setAsDouble(value)))
        .build();
  }

  private static NumberDataPoint.Builder point() {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(1_000_000_000L)
        .addAttributes(attribute("job_id", "j1"))
        .addAttributes(attribute("job_name", "model"))
        .addAttributes(attribute("task_name", "Source: a"))
        .addAttributes(attribute("operator_name", "a[1]"))
        .addAttributes(attribute("subtask_index", "3"));
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
