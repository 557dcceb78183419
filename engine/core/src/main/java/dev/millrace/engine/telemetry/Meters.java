package dev.millrace.engine.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the registry that sends meters. */
final class Meters {
  private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

  private Meters() {}

  static MeterRegistry registry(OtlpSettings settings, OtlpSettings.Destination destination) {
    return OtlpMeterRegistry.builder(new Config(settings, destination))
        .clock(Clock.SYSTEM)
        .threadFactory(Thread.ofPlatform().daemon().name("telemetry-meters").factory())
        .metricsSender(quiet(destination))
        .build();
  }

  /** The library would log a failure with its stack, at every interval. */
  private static OtlpMetricsSender quiet(OtlpSettings.Destination destination) {
    OtlpMetricsSender sender =
        new OtlpHttpMetricsSender(
            new HttpUrlConnectionSender(destination.timeout(), destination.timeout()));
    return request -> {
      try {
        sender.send(request);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.debug("meters could not be sent: {}", e.getClass().getName());
      }
    };
  }

  /**
   * All that the library would otherwise read from the process's own environment.
   *
   * @param settings of the process
   * @param destination of its meters
   */
  private record Config(OtlpSettings settings, OtlpSettings.Destination destination)
      implements OtlpConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return destination.url();
    }

    @Override
    public Map<String, String> headers() {
      return destination.headers();
    }

    @Override
    public Duration step() {
      return settings.meterInterval();
    }

    @Override
    public Map<String, String> resourceAttributes() {
      return settings.resourceAttributes();
    }

    @Override
    public AggregationTemporality aggregationTemporality() {
      return settings.deltaMeters()
          ? AggregationTemporality.DELTA
          : AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompressionMode compressionMode() {
      return destination.gzip() ? CompressionMode.GZIP : CompressionMode.NONE;
    }

    @Override
    public String toString() {
      return "Config";
    }
  }
}
