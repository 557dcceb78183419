package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.MetricsSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Reads how far behind models are from the metrics of their jobs. */
public final class LagReport {
  private final MetricsSource metrics;
  private final InstantSource clock;

  public LagReport(MetricsSource metrics, InstantSource clock) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.clock = requireNonNull(clock, "clock");
  }

  /** How each model stands now, in the order asked for. */
  public List<ModelLag> read(List<ModelJob> jobs) {
    throwIfClosed();
    return List.of();
  }

  /**
   * How a model's lag went, oldest first.
   *
   * @param maximumPoints at most so many; the highest lag of each stretch is kept
   */
  public List<LagPoint> history(ModelJob job, Duration back, int maximumPoints) {
    throwIfClosed();
    return List.of();
  }

  private void throwIfClosed() {
    requireNonNull(metrics.origin(), clock.toString());
  }
}
