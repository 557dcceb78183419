package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads how far behind models are from the metrics of their jobs.
 *
 * <p>A model's lag is the time at which its watermark was measured minus that watermark: up to then
 * its table is complete. It is the same figure whichever way the metrics come to us.
 */
public final class LagReport {
  /**
   * A subtask that has not reported for so long is gone, and a job's figures say nothing any more.
   */
  private static final Duration FRESHNESS = Duration.ofSeconds(30);

  /** Samples this close belong to the same moment. */
  private static final Duration SAME_MOMENT = Duration.ofMillis(500);

  private final MetricsSource metrics;
  private final InstantSource clock;

  public LagReport(MetricsSource metrics, InstantSource clock) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.clock = requireNonNull(clock, "clock");
  }

  /** How each model stands now, in the order asked for. */
  public List<ModelLag> read(List<ModelJob> jobs) {
    Set<JobId> ids = jobs.stream().map(ModelJob::job).collect(Collectors.toSet());
    Map<JobId, List<MetricSample>> samples =
        metrics.latest(ids, Metrics.all()).stream()
            .collect(Collectors.groupingBy(MetricSample::job));
    Instant now = clock.instant();
    return jobs.stream()
        .map(job -> read(job, samples.getOrDefault(job.job(), List.of()), now))
        .toList();
  }

  /**
   * How a model's lag went, oldest first; moments without a watermark are left out.
   *
   * @param back how far to look
   * @param maximumPoints at most so many, at least 2; the highest lag of each stretch is kept
   */
  public List<LagPoint> history(ModelJob job, Duration back, int maximumPoints) {
    LagSeries series = new LagSeries(maximumPoints);
    Map<SeriesKey, MetricSample> current = new HashMap<>();
    Instant moment = Instant.MIN;
    for (MetricSample sample :
        metrics.history(Set.of(job.job()), Metrics.watermarks(), clock.instant().minus(back))) {
      if (!current.isEmpty() && sample.time().isAfter(moment.plus(SAME_MOMENT))) {
        point(job, current).ifPresent(series::add);
        moment = sample.time();
      } else if (current.isEmpty()) {
        moment = sample.time();
      }
      current.put(SeriesKey.of(sample), sample);
    }
    point(job, current).ifPresent(series::add);
    return series.points();
  }

  private static Optional<LagPoint> point(ModelJob job, Map<SeriesKey, MetricSample> current) {
    JobMetrics measured = JobMetrics.of(current.values(), FRESHNESS);
    OptionalLong watermark = SinkWatermark.of(measured, job.table());
    if (watermark.isEmpty() || !JobMetrics.isTime(watermark.getAsLong())) {
      return Optional.empty();
    }
    Instant upTo = Instant.ofEpochMilli(watermark.getAsLong());
    return sampledAt(measured).map(time -> new LagPoint(time, Duration.between(upTo, time)));
  }

  private static ModelLag read(ModelJob job, List<MetricSample> samples, Instant now) {
    JobMetrics measured = JobMetrics.of(samples, FRESHNESS);
    OptionalLong watermark = SinkWatermark.of(measured, job.table());
    Optional<Instant> sampledAt = sampledAt(measured);
    OptionalDouble in = Throughput.in(measured);
    OptionalDouble out = Throughput.out(measured, job.table());
    OptionalLong pending = Throughput.pending(measured);
    boolean stale =
        sampledAt.isEmpty()
            || sampledAt.get().isBefore(now.minus(FRESHNESS))
            || watermark.isEmpty();
    if (stale) {
      return new ModelLag(
          job.model(),
          job.job(),
          new Lag.NotMeasured(),
          sampledAt,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          List.of(),
          LagExplanation.notMeasured(sampledAt, now));
    }
    Instant time = sampledAt.get();
    Lag lag = lag(watermark.getAsLong(), time, in, pending);
    List<LagStep> steps =
        switch (lag) {
          case Lag.Behind ignored -> LagSteps.of(measured, time);
          case Lag.Idle ignored -> LagSteps.of(measured, time);
          case Lag.NoWatermarkYet ignored -> List.of();
          case Lag.InputEnded ignored -> List.of();
          case Lag.NotMeasured ignored -> List.of();
        };
    String explanation = LagExplanation.of(measured, lag, steps, in, pending);
    return new ModelLag(
        job.model(), job.job(), lag, sampledAt, in, out, pending, steps, explanation);
  }

  private static Optional<Instant> sampledAt(JobMetrics measured) {
    return Metrics.watermarks().stream()
        .flatMap(metric -> measured.newest(metric).stream())
        .max(Instant::compareTo);
  }

  private static Lag lag(
      long watermark, Instant sampledAt, OptionalDouble in, OptionalLong pending) {
    if (watermark == JobMetrics.NONE) {
      return new Lag.NoWatermarkYet();
    }
    if (watermark == JobMetrics.ENDED) {
      return new Lag.InputEnded();
    }
    Instant upTo = Instant.ofEpochMilli(watermark);
    Duration behind = Duration.between(upTo, sampledAt);
    boolean idle = in.isPresent() && in.getAsDouble() == 0 && pending.orElse(0) == 0;
    return idle ? new Lag.Idle(upTo, behind) : new Lag.Behind(upTo, behind);
  }

  private record SeriesKey(String metric, String task, Optional<String> operator, int subtask) {
    static SeriesKey of(MetricSample sample) {
      return new SeriesKey(sample.metric(), sample.task(), sample.operator(), sample.subtask());
    }
  }
}
