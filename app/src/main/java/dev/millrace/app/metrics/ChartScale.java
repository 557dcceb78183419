package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What times and lags mean in pixels, and where an axis has its ticks.
 *
 * @param from left end
 * @param to right end
 * @param least at the bottom, in milliseconds; below 0 when event time runs ahead
 * @param most at the top, in milliseconds
 * @param left first pixel of the plot
 * @param top first pixel of the plot
 * @param width of the plot, in pixels
 * @param height of the plot, in pixels
 */
record ChartScale(
    Instant from,
    Instant to,
    double least,
    double most,
    double left,
    double top,
    double width,
    double height) {
  private static final List<Long> SECONDS =
      List.of(1L, 2L, 5L, 10L, 30L, 60L, 120L, 300L, 600L, 900L, 1_800L, 3_600L);

  /** Steps people count time in, so that ticks read 10 s, 30 s, 1 min, 5 min. */
  private static final List<Long> MILLISECONDS =
      List.of(
          10L,
          20L,
          50L,
          100L,
          200L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          15_000L,
          30_000L,
          60_000L,
          120_000L,
          300_000L,
          600_000L,
          1_800_000L,
          3_600_000L,
          7_200_000L,
          21_600_000L,
          86_400_000L,
          604_800_000L,
          2_592_000_000L,
          31_536_000_000L);

  ChartScale {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (!from.isBefore(to) || least >= most) {
      throw new IllegalArgumentException("an axis needs a length");
    }
  }

  /** A scale that shows all points of these series that lie in the window. */
  static ChartScale of(
      List<ShownSeries> series,
      Instant to,
      Duration window,
      double left,
      double top,
      double width,
      double height) {
    Instant from = to.minus(window);
    double least = 0;
    double most = 1_000;
    for (ShownSeries one : series) {
      for (LagPoint point : one.points()) {
        if (!point.time().isBefore(from)) {
          double lag = point.lag().toMillis();
          least = Math.min(least, lag);
          most = Math.max(most, lag);
        }
      }
    }
    double air = (most - least) * 0.08;
    return new ChartScale(
        from, to, least < 0 ? least - air : 0, most + air, left, top, width, height);
  }

  double x(Instant time) {
    double share =
        (double) Duration.between(from, time).toMillis() / Duration.between(from, to).toMillis();
    return left + share * width;
  }

  double y(Duration lag) {
    return y((double) lag.toMillis());
  }

  double y(double milliseconds) {
    return top + height - (milliseconds - least) / (most - least) * height;
  }

  /** The moment at a pixel. */
  Instant time(double x) {
    double share = (x - left) / width;
    return from.plusMillis(Math.round(share * Duration.between(from, to).toMillis()));
  }

  /** Round lags, at least about 44 pixels apart. */
  List<Duration> lagTicks() {
    double wanted = (most - least) / Math.max(1, height / 44);
    long step =
        MILLISECONDS.stream()
            .filter(candidate -> candidate >= wanted)
            .findFirst()
            .orElse(MILLISECONDS.getLast());
    List<Duration> ticks = new ArrayList<>();
    for (long at = (long) Math.ceil(least / step) * step; at <= most; at += step) {
      ticks.add(Duration.ofMillis(at));
    }
    return ticks;
  }

  /** Round times, at least about 90 pixels apart. */
  List<Instant> timeTicks() {
    double wanted = Duration.between(from, to).toSeconds() / Math.max(1, width / 90);
    long step =
        SECONDS.stream()
            .filter(candidate -> candidate >= wanted)
            .findFirst()
            .orElse(SECONDS.getLast());
    List<Instant> ticks = new ArrayList<>();
    long first = Math.ceilDiv(from.getEpochSecond(), step) * step;
    for (long at = first; !Instant.ofEpochSecond(at).isAfter(to); at += step) {
      ticks.add(Instant.ofEpochSecond(at));
    }
    return ticks;
  }
}
