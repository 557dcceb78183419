package dev.millrace.engine.connect;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Metrics of running jobs: from Flink's OpenTelemetry reporter where it reaches us, else polled.
 */
public interface MetricsSource {
  /** Where the samples come from. */
  Origin origin();

  /** The newest sample of each series of these jobs. */
  List<MetricSample> latest(Set<JobId> jobs, Set<String> metrics);

  /** Samples since then, oldest first. */
  List<MetricSample> history(Set<JobId> jobs, Set<String> metrics, Instant since);

  /** The way samples take to us. */
  enum Origin {
    OPENTELEMETRY,
    POLLED
  }
}
