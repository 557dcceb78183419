package dev.millrace.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chart is drawn from: pieces, scale, what is near the pointer, what is kept. */
final class ChartTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void aLineIsInterruptedWhereNothingWasMeasured() {
    List<LagPoint> points = List.of(point(0, 5), point(5, 6), point(300, 7), point(305, 8));

    List<List<LagPoint>> pieces = Pieces.of(points);

    assertThat(pieces).containsExactly(points.subList(0, 2), points.subList(2, 4));
  }

  @Test
  void whatWasThinnedOutIsNoGap() {
    assertThat(Pieces.of(List.of(point(0, 5), point(20, 6), point(40, 7)))).hasSize(1);
  }

  @Test
  void noPointsAreNoPieces() {
    assertThat(Pieces.of(List.of())).isEmpty();
  }

  @Test
  void theScaleShowsEveryPointOfTheWindow() {
    ChartScale scale = scale(List.of(point(-400, 99), point(-100, 40), point(-10, -2)));

    assertThat(scale.most()).isBetween(40_000.0, 50_000.0);
    assertThat(scale.least()).isLessThan(-2_000.0);
    assertThat(scale.y(Duration.ofSeconds(40))).isGreaterThan(scale.top());
    assertThat(scale.y(Duration.ofSeconds(-2))).isLessThan(scale.top() + scale.height());
  }

  @Test
  void timesAndPixelsTurnIntoEachOther() {
    ChartScale scale = scale(List.of(point(-10, 1)));
    Instant moment = NOON.minusSeconds(77);

    assertThat(Duration.between(scale.time(scale.x(moment)), moment).toMillis())
        .isCloseTo(0L, within(1L));
    assertThat(scale.x(NOON)).isEqualTo(scale.left() + scale.width());
  }

  @Test
  void ticksAreRoundAndNotCrowded() {
    ChartScale scale = scale(List.of(point(-10, 43)));

    assertThat(scale.lagTicks())
        .startsWith(Duration.ZERO)
        .allSatisfy(tick -> assertThat(tick.toSeconds() % 5).isZero())
        .hasSizeBetween(3, 10);
    assertThat(scale.timeTicks())
        .allSatisfy(tick -> assertThat(tick.getEpochSecond() % 60).isZero())
        .hasSizeBetween(3, 9);
  }

  @Test
  void nothingIsReadOffWhereNothingWasMeasured() {
    List<LagPoint> points = List.of(point(0, 5), point(300, 7));

    assertThat(Nearest.to(points, NOON.plusSeconds(9))).contains(points.getFirst());
    assertThat(Nearest.to(points, NOON.plusSeconds(150))).isEmpty();
  }

  @Test
  void whatIsReadTwiceIsKeptOnceAndWhatIsOldGoes() {
    PointStore store = new PointStore();
    store.add(new LagHistory.Past(List.of(point(0, 5), point(5, 6)), List.of()));
    store.add(new LagHistory.Past(List.of(point(5, 6), point(10, 7)), List.of()));
    assertThat(store.points()).containsExactly(point(0, 5), point(5, 6), point(10, 7));

    store.add(new LagHistory.Past(List.of(point(3_607, 8)), List.of()));
    assertThat(store.points()).containsExactly(point(10, 7), point(3_607, 8));
  }

  @Test
  void onlyWhatIsMissingIsAskedFor() {
    PointStore store = new PointStore();
    assertThat(store.missing(NOON)).isEqualTo(PointStore.KEPT);
    store.add(new LagHistory.Past(List.of(point(0, 5)), List.of()));
    assertThat(store.missing(NOON.plusSeconds(2))).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void anEndlessStreamOfPointsIsKeptInBoundedRoom() {
    PointStore store = new PointStore();
    List<LagPoint> many = new ArrayList<>();
    for (int at = 0; at < 30_000; at++) {
      many.add(new LagPoint(NOON.plusMillis(at * 100L), Duration.ofSeconds(1)));
    }
    store.add(new LagHistory.Past(many, List.of()));
    assertThat(store.points()).hasSize(4_000);
    assertThat(store.points().getLast()).isEqualTo(many.getLast());
  }

  private static ChartScale scale(List<LagPoint> points) {
    return ChartScale.of(
        List.of(new ShownSeries("model.shop.a", "a", 0, points, List.of(), "")),
        NOON,
        Duration.ofMinutes(5),
        60,
        30,
        600,
        300);
  }

  private static LagPoint point(long second, long lagSeconds) {
    return new LagPoint(NOON.plusSeconds(second), Duration.ofSeconds(lagSeconds));
  }
}
