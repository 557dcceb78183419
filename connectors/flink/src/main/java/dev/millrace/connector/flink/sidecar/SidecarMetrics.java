package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import dev.millrace.wire.MetricsRequest;
import dev.millrace.wire.MetricsResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Flink's OpenTelemetry reporter has sent to the sidecar. */
public final class SidecarMetrics implements MetricsSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final SidecarClient client;

  public SidecarMetrics(SidecarClient client) {
    this.client = requireNonNull(client, "client");
  }

  @Override
  public Origin origin() {
    return Origin.OPENTELEMETRY;
  }

  @Override
  public List<MetricSample> latest(Set<JobId> jobs, Set<String> metrics) {
    return read(jobs, metrics, null);
  }

  @Override
  public List<MetricSample> history(Set<JobId> jobs, Set<String> metrics, Instant since) {
    return read(jobs, metrics, since.toEpochMilli());
  }

  private List<MetricSample> read(
      Set<JobId> jobs, Set<String> metrics, @Nullable Long sinceMillis) {
    if (jobs.isEmpty() || metrics.isEmpty()) {
      // To the sidecar an empty list means all.
      return List.of();
    }
    MetricsRequest request =
        new MetricsRequest(
            jobs.stream().map(JobId::hex).sorted().toList(),
            metrics.stream().sorted().toList(),
            sinceMillis);
    return client.call(Wire.METRICS, request, MetricsResponse.class, TIMEOUT).samples().stream()
        .map(
            sample ->
                new MetricSample(
                    new JobId(sample.job()),
                    sample.metric(),
                    sample.task(),
                    Optional.ofNullable(sample.operator()),
                    sample.subtask(),
                    Instant.ofEpochMilli(sample.timeMillis()),
                    sample.value()))
        .toList();
  }
}
