package dev.millrace.sidecar.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
  private static final Set<String> ALL = Set.of();

  private final SeriesStore store = new SeriesStore(3);

  @Test
  void givesTheNewestSampleOfEachSeries() {
    add("j1", "lag", 1_000, 5);
    add("j1", "lag", 2_000, 6);
    add("j2", "lag", 1_500, 7);
    assertThat(store.read(ALL, ALL, Optional.empty()))
        .extracting(Sample::value)
        .containsExactly(7.0, 6.0);
  }

  @Test
  void givesHistoryOldestFirstFromATimeOn() {
    add("j1", "lag", 1_000, 1);
    add("j1", "lag", 2_000, 2);
    add("j1", "lag", 3_000, 3);
    assertThat(store.read(ALL, ALL, Optional.of(2_000L)))
        .extracting(Sample::timeMillis)
        .containsExactly(2_000L, 3_000L);
  }

  @Test
  void filtersByJobAndMetric() {
    add("j1", "lag", 1_000, 1);
    add("j1", "rate", 1_000, 2);
    add("j2", "lag", 1_000, 3);
    assertThat(store.read(Set.of("j1"), Set.of("lag"), Optional.empty()))
        .extracting(Sample::value)
        .containsExactly(1.0);
  }

  @Test
  void sumsUpWhatCountersAdd() {
    store.add(List.of(new Point(key("j1", "numRecordsIn"), 1_000, 10, true)));
    store.add(List.of(new Point(key("j1", "numRecordsIn"), 2_000, 5, true)));
    assertThat(store.read(ALL, ALL, Optional.of(0L)))
        .extracting(Sample::value)
        .containsExactly(10.0, 15.0);
  }

  @Test
  void keepsAnHourThinnedBehindTheRecentValues() {
    for (int second = 0; second < 3 * 3600; second++) {
      add("j1", "lag", second * 1_000L, second);
    }
    List<Sample> kept = store.read(ALL, ALL, Optional.of(0L));
    assertThat(kept.get(kept.size() - 1).value()).isEqualTo(3 * 3600 - 1);
    assertThat(kept).hasSizeLessThanOrEqualTo(Series.RECENT + Series.STEPS);
    assertThat(kept.get(0).timeMillis()).isBetween(7_180_000L, 7_240_000L);
    assertThat(kept).extracting(Sample::timeMillis).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void hasNoRoomForMoreSeriesThanItsBound() {
    for (int job = 0; job < 5; job++) {
      add("j" + job, "lag", 1_000, job);
    }
    assertThat(store.read(ALL, ALL, Optional.empty())).hasSize(3);
    assertThat(store.refused()).isEqualTo(2);
  }

  @Test
  void forgetsSeriesWithoutNewsForAnHourWhenRoomIsNeeded() {
    add("old1", "lag", 1_000, 1);
    add("old2", "lag", 1_000, 1);
    add("live", "lag", 3_700_000, 1);
    add("new", "lag", 3_700_000, 1);
    assertThat(store.read(ALL, ALL, Optional.empty()))
        .extracting(sample -> sample.key().job())
        .containsExactlyInAnyOrder("live", "new");
  }

  private void add(String job, String metric, long time, double value) {
    store.add(List.of(new Point(key(job, metric), time, value, false)));
  }

  private static SeriesKey key(String job, String metric) {
    return new SeriesKey(job, metric, "task", Optional.empty(), 0, "");
  }
}
