package dev.millrace.cli.demo;

import dev.millrace.engine.Engine;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.ModelJob;
import dev.millrace.engine.observe.ModelLag;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads lag until there is something to read: metrics arrive a moment after a job has started. */
final class LagReading {
  /** The one that lags most last; those without a number first. */
  static final Comparator<ModelLag> BY_LAG =
      Comparator.comparing(
          (ModelLag model) -> millis(model.lag()),
          Comparator.nullsFirst(Comparator.naturalOrder()));

  private LagReading() {}

  static List<ModelLag> whenMeasured(Engine engine, Duration patience) {
    List<ModelJob> jobs =
        engine.statuses().stream()
            .flatMap(
                status ->
                    status.job().stream()
                        .map(job -> new ModelJob(status.model(), job, status.relation().name())))
            .toList();
    Instant until = Instant.now().plus(patience);
    List<ModelLag> lags = engine.lag().read(jobs);
    while (!measured(lags) && Instant.now().isBefore(until)) {
      pause(Duration.ofMillis(500));
      lags = engine.lag().read(jobs);
    }
    return lags;
  }

  /** Whether every job was measured and one at least has had rows to measure with. */
  private static boolean measured(List<ModelLag> lags) {
    return lags.stream().noneMatch(model -> model.lag() instanceof Lag.NotMeasured)
        && lags.stream().anyMatch(model -> model.lag() instanceof Lag.Behind);
  }

  static @Nullable Long millis(Lag lag) {
    return switch (lag) {
      case Lag.Behind behind -> behind.lag().toMillis();
      case Lag.Idle idle -> idle.lag().toMillis();
      case Lag.NoWatermarkYet _, Lag.InputEnded _, Lag.NotMeasured _ -> null;
    };
  }

  static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
