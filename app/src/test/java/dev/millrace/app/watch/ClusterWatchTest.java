package dev.millrace.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ClusterWatchTest {
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(1);

  private final BlockingQueue<ClusterSnapshot> told = new LinkedBlockingQueue<>();

  @Test
  void looksAgainAndAgain() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    try (ClusterWatch watch = watch(before -> answers(looks.incrementAndGet()), SOON)) {
      watch.start();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(1);
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(2);
    }
  }

  @Test
  void saysNothingWhenNothingHasChanged() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    ClusterProbe probe =
        before -> looks.incrementAndGet() < 5 && before.answers() ? before : answers(looks.get());
    try (ClusterWatch watch = watch(probe, SOON)) {
      watch.start();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(1);
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(5);
    }
  }

  @Test
  void looksAtOnceWhenAsked() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    try (ClusterWatch watch = watch(before -> answers(looks.incrementAndGet()), NEVER)) {
      watch.start();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(1);
      watch.refresh();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(2);
    }
  }

  @Test
  void aRefreshForgetsWhatWasKnown() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    ClusterProbe probe = before -> before.answers() ? before : answers(looks.incrementAndGet());
    try (ClusterWatch watch = watch(probe, NEVER)) {
      watch.start();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(1);
      watch.refresh();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(2);
    }
  }

  @Test
  void aFailedLookIsNotTheLastOne() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    ClusterProbe probe =
        before -> {
          if (looks.incrementAndGet() == 1) {
            throw new IllegalStateException("the first look fails");
          }
          return answers(looks.get());
        };
    try (ClusterWatch watch = watch(probe, SOON)) {
      watch.start();
      assertThat(next().takenAt().getEpochSecond()).isEqualTo(2);
    }
  }

  private ClusterWatch watch(ClusterProbe probe, Duration pause) {
    ClusterWatch watch = new ClusterWatch(probe, pause, pause, Runnable::run);
    watch.snapshot().addListener((property, before, now) -> told.add(now));
    return watch;
  }

  private ClusterSnapshot next() throws InterruptedException {
    ClusterSnapshot snapshot = told.poll(20, TimeUnit.SECONDS);
    assertThat(snapshot).as("a snapshot within 20 s").isNotNull();
    return snapshot;
  }

  private static ClusterSnapshot answers(int number) {
    return new ClusterSnapshot(
        new ClusterState.Answers(), "dev", Map.of(), Instant.ofEpochSecond(number));
  }
}
