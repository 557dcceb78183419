package dev.millrace.sidecar.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The series of all jobs, bounded twice: each series has a fixed size, and there is a highest
 * number of series. Thread-safe.
 */
public final class SeriesStore {
  /** Of jobs that ended, too. */
  static final Duration KEPT = Duration.ofHours(1);

  private final int maxSeries;
  private final Map<SeriesKey, Series> series = new LinkedHashMap<>();
  private long refused;

  /**
   * @param maxSeries a full series takes about 5 KB
   */
  public SeriesStore(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  /**
   * Keeps points. When there is no room for a new series, those without news for an hour go; when
   * there is none such, the new one is not kept and {@link #refused()} grows.
   */
  public synchronized void add(Collection<Point> points) {
    for (Point point : points) {
      Series known = series.get(point.key());
      if (known == null) {
        if (series.size() >= maxSeries && !forgetBefore(point.timeMillis() - KEPT.toMillis())) {
          refused++;
          continue;
        }
        known = new Series(point.key());
        series.put(point.key(), known);
      }
      known.add(point);
    }
  }

  /**
   * Reads samples, oldest first.
   *
   * @param jobs empty for all; so are metrics
   * @param sinceMillis empty for the newest sample of each series
   */
  public synchronized List<Sample> read(
      Set<String> jobs, Set<String> metrics, Optional<Long> sinceMillis) {
    List<Sample> samples = new ArrayList<>();
    series.forEach(
        (key, one) -> {
          if ((jobs.isEmpty() || jobs.contains(key.job()))
              && (metrics.isEmpty() || metrics.contains(key.metric()))) {
            sinceMillis.ifPresentOrElse(
                since -> one.collect(since, samples), () -> samples.add(one.newest()));
          }
        });
    samples.sort(Comparator.comparingLong(Sample::timeMillis));
    return samples;
  }

  /** How many points found no room. */
  public synchronized long refused() {
    return refused;
  }

  private boolean forgetBefore(long time) {
    return series.values().removeIf(one -> one.newestTime() < time);
  }
}
