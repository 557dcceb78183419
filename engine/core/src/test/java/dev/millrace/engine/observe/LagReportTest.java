package dev.millrace.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagReportTest {
  private static final Instant NOW = Instant.parse("2026-01-02T10:00:00Z");
  private static final JobId JOB = JobId.derive("job");
  private static final ModelJob MODEL = new ModelJob("revenue", JOB, "revenue");
  private static final String SOURCE = "Source: orders[1] -> Calc[2]";
  private static final String JOIN = "IntervalJoin[7] -> Calc[8] -> revenue[9]: Writer";

  private final List<MetricSample> samples = new ArrayList<>();

  @Test
  void lagIsTheSampleTimeMinusTheLeastWatermarkOverTheSubtasksOfTheSink() {
    output(SOURCE, "Source: orders[1]", 0, ago(5));
    taskInput("revenue[9]: Writer", 0, ago(10));
    taskInput("revenue[9]: Writer", 1, ago(42));

    assertThat(read().lag())
        .isEqualTo(new Lag.Behind(NOW.minusSeconds(42), Duration.ofSeconds(42)));
  }

  @Test
  void aJobOfOneTaskIsReadFromTheLastOperatorThatEmits() {
    String task = "Source: orders[1] -> WatermarkAssigner[2] -> Calc[3]";
    output(task, "Source: orders[1]", 0, Long.MIN_VALUE);
    output(task, "WatermarkAssigner[2]", 0, ago(7));
    output(task, "Calc[3]", 0, ago(8));

    assertThat(read().lag()).isEqualTo(new Lag.Behind(NOW.minusSeconds(8), Duration.ofSeconds(8)));
  }

  @Test
  void polledNamesAreUnderstoodToo() {
    String task = "Source: orders[1] -> revenue[2]: Writer";
    add("currentInputWatermark", task, "revenue[2]__Writer", 0, ago(8));

    assertThat(read().lag()).isEqualTo(new Lag.Behind(NOW.minusSeconds(8), Duration.ofSeconds(8)));
  }

  @Test
  void onlyTheSinkOfTheModelCountsInAJobThatFillsSeveralTables() {
    taskInput("revenue[9]: Writer", 0, ago(3));
    taskInput("orders_by_city[11]: Writer", 0, ago(300));

    assertThat(read().lag()).isEqualTo(new Lag.Behind(NOW.minusSeconds(3), Duration.ofSeconds(3)));
  }

  @Test
  void whatAnIntervalJoinHoldsBackIsNamed() {
    output(SOURCE, "Source: orders[1]", 0, ago(5));
    taskInput(JOIN, 0, ago(5));
    add("currentInputWatermark", JOIN, "IntervalJoin[7]", 0, ago(5));
    output(JOIN, "IntervalJoin[7]", 0, ago(605));
    add("currentInputWatermark", JOIN, "revenue[9]: Writer", 0, ago(605));

    ModelLag lag = read();

    assertThat(lag.lag()).isEqualTo(new Lag.Behind(NOW.minusSeconds(605), Duration.ofSeconds(605)));
    assertThat(lag.steps().getFirst())
        .isEqualTo(new LagStep(LagStep.Kind.HELD_BACK, "IntervalJoin[7]", Duration.ofMinutes(10)));
    assertThat(lag.explanation()).startsWith("held back by IntervalJoin[7]: 10 min");
  }

  @Test
  void rowsThatWaitForABusyTaskAreLaidToItAndNotToTheSource() {
    String join = "Join[5] -> revenue[9]: Writer";
    output(SOURCE, "Source: orders[1]", 0, ago(90));
    add("backPressuredTimeMsPerSecond", SOURCE, null, 0, 950);
    taskInput(join, 0, ago(95));
    add("busyTimeMsPerSecond", join, null, 0, 990);
    add("busyTimeMsPerSecond", join, null, 1, 20);
    add("busyTimeMsPerSecond", join, null, 2, 20);

    ModelLag lag = read();

    assertThat(lag.steps().getFirst())
        .isEqualTo(new LagStep(LagStep.Kind.WAITING, join, Duration.ofSeconds(90)));
    assertThat(lag.explanation())
        .startsWith("1 min 30 s waiting for Join[5]")
        .contains("99 % busy", "some keys have far more rows than others");
  }

  @Test
  void aGapBeforeATaskIsAWait() {
    String join = "Join[5] -> revenue[9]: Writer";
    output(SOURCE, "Source: orders[1]", 0, ago(2));
    taskInput(join, 0, ago(62));

    assertThat(read().steps().getFirst())
        .isEqualTo(new LagStep(LagStep.Kind.WAITING, join, Duration.ofSeconds(60)));
  }

  @Test
  void rowsThatComeLateAreLaidToTheSource() {
    output(SOURCE, "Source: orders[1]", 0, ago(30));
    taskInput("revenue[9]: Writer", 0, ago(30));
    add("numRecordsOutPerSecond", SOURCE, "Source: orders[1]", 0, 12);

    ModelLag lag = read();

    assertThat(lag.steps())
        .containsExactly(new LagStep(LagStep.Kind.SOURCE, SOURCE, Duration.ofSeconds(30)));
    assertThat(lag.explanation()).startsWith("30 s at Source: orders[1]");
    assertThat(lag.recordsInPerSecond()).hasValue(12);
  }

  @Test
  void rowsThatWaitInTheTopicAreCounted() {
    output(SOURCE, "Source: orders[1]", 0, ago(30));
    taskInput("revenue[9]: Writer", 0, ago(30));
    add("pendingRecords", SOURCE, "Source: orders[1]", 0, 12_000);
    add("pendingRecords", SOURCE, "Source: orders[1]", 1, 345);

    assertThat(read().pendingRecords()).hasValue(12_345);
    assertThat(read().explanation()).contains("12,345 rows wait to be read");
  }

  @Test
  void aStandingInputIsIdleAndNotLate() {
    output(SOURCE, "Source: orders[1]", 0, ago(600));
    taskInput("revenue[9]: Writer", 0, ago(600));
    add("numRecordsInPerSecond.rate", SOURCE, "Source: orders[1]", 0, 0);
    add("pendingRecords", SOURCE, "Source: orders[1]", 0, 0);

    ModelLag lag = read();

    assertThat(lag.lag()).isInstanceOf(Lag.Idle.class);
    assertThat(lag.explanation()).contains("no rows have come in");
  }

  @Test
  void aSubtaskWithoutRowsThatHoldsUpTheOthersIsNamed() {
    output(SOURCE, "Source: orders[1]", 0, ago(5));
    output(SOURCE, "Source: orders[1]", 1, Long.MIN_VALUE);
    taskInput("revenue[9]: Writer", 0, Long.MIN_VALUE);

    ModelLag lag = read();

    assertThat(lag.lag()).isEqualTo(new Lag.NoWatermarkYet());
    assertThat(lag.explanation())
        .startsWith("subtask 1 of Source: orders[1]")
        .contains("table.exec.source.idle-timeout");
  }

  @Test
  void theEndOfTheInputIsToldAlsoBehindAnIntervalJoin() {
    taskInput("revenue[9]: Writer", 0, Long.MAX_VALUE);
    assertThat(read().lag()).isEqualTo(new Lag.InputEnded());

    samples.clear();
    taskInput("revenue[9]: Writer", 0, (double) (Long.MAX_VALUE - 600_000));
    assertThat(read().lag()).isEqualTo(new Lag.InputEnded());
  }

  @Test
  void valuesThatAreNoNumberAreNotMeasured() {
    add("currentInputWatermark", "revenue[9]: Writer", null, 0, Double.NaN);

    assertThat(read().lag()).isEqualTo(new Lag.NotMeasured());
  }

  @Test
  void oldSamplesAreNotReportedAsLag() {
    samples.add(
        new MetricSample(
            JOB,
            "currentInputWatermark",
            "revenue[9]: Writer",
            Optional.empty(),
            0,
            NOW.minusSeconds(45),
            ago(60)));

    ModelLag lag = read();

    assertThat(lag.lag()).isEqualTo(new Lag.NotMeasured());
    assertThat(lag.explanation()).isEqualTo("no metrics have come for 45 s");
  }

  @Test
  void aSubtaskThatIsGoneDoesNotHoldTheLagUp() {
    taskInput("revenue[9]: Writer", 0, ago(5));
    samples.add(
        new MetricSample(
            JOB,
            "currentInputWatermark",
            "revenue[9]: Writer",
            Optional.empty(),
            1,
            NOW.minusSeconds(300),
            ago(300)));

    assertThat(read().lag()).isEqualTo(new Lag.Behind(NOW.minusSeconds(5), Duration.ofSeconds(5)));
  }

  @Test
  void eventTimeAheadOfTheClockIsSaid() {
    taskInput("revenue[9]: Writer", 0, ago(-3));

    assertThat(read().explanation()).isEqualTo("event time is 3 s ahead of the clock");
  }

  @Test
  void aJobWithoutMetricsIsNotMeasured() {
    assertThat(read().lag()).isEqualTo(new Lag.NotMeasured());
    assertThat(read().sampledAt()).isEmpty();
  }

  @Test
  void theHistoryKeepsPeaksInBoundedRoom() {
    for (int second = 100; second >= 1; second--) {
      long lag = second == 37 ? 500 : 5;
      Instant time = NOW.minusSeconds(second);
      samples.add(
          new MetricSample(
              JOB,
              "currentInputWatermark",
              "revenue[9]: Writer",
              Optional.empty(),
              0,
              time,
              time.minusSeconds(lag).toEpochMilli()));
    }

    List<LagPoint> points = report().history(MODEL, Duration.ofMinutes(5), 10);

    assertThat(points).hasSizeLessThanOrEqualTo(10).hasSizeGreaterThan(4);
    assertThat(points).contains(new LagPoint(NOW.minusSeconds(37), Duration.ofSeconds(500)));
    assertThat(points).isSortedAccordingTo(Comparator.comparing(LagPoint::time));
  }

  private ModelLag read() {
    return report().read(List.of(MODEL)).getFirst();
  }

  private LagReport report() {
    return new LagReport(new Fixed(samples), () -> NOW);
  }

  private static double ago(long seconds) {
    return NOW.minusSeconds(seconds).toEpochMilli();
  }

  private void taskInput(String task, int subtask, double watermark) {
    add("currentInputWatermark", task, null, subtask, watermark);
  }

  private void output(String task, String operator, int subtask, double watermark) {
    add("currentOutputWatermark", task, operator, subtask, watermark);
  }

  private void add(
      String metric, String task, @Nullable String operator, int subtask, double value) {
    samples.add(
        new MetricSample(JOB, metric, task, Optional.ofNullable(operator), subtask, NOW, value));
  }

  private record Fixed(List<MetricSample> samples) implements MetricsSource {
    @Override
    public Origin origin() {
      return Origin.OPENTELEMETRY;
    }

    @Override
    public List<MetricSample> latest(Set<JobId> jobs, Set<String> metrics) {
      return samples.stream()
          .filter(sample -> jobs.contains(sample.job()) && metrics.contains(sample.metric()))
          .toList();
    }

    @Override
    public List<MetricSample> history(Set<JobId> jobs, Set<String> metrics, Instant since) {
      return latest(jobs, metrics).stream().filter(sample -> sample.time().isAfter(since)).toList();
    }
  }
}
