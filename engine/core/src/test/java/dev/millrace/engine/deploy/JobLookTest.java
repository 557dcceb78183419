package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the cluster is asked by who waits for several jobs. */
class JobLookTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  @TempDir Path folder;
  private final Clock now = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private boolean working = true;
  private SimulatedFlink flink;
  private JobId totals;
  private JobId orders;

  @BeforeEach
  void deploy() {
    World world = new World(folder);
    world.run(new Projects().table("totals", "agg").table("orders", "stateless"));
    flink = world.cluster.flink;
    totals = flink.running("shop.dev.totals").id;
    orders = flink.running("shop.dev.orders").id;
    flink.lookedAt.clear();
    flink.lists = 0;
  }

  private JobLook look(boolean together, Duration moment, Clock clock) {
    return new JobLook(flink, together, moment, () -> working, clock);
  }

  @Test
  void oneAnswerServesAllWhoAskWithinAMoment() {
    JobLook look = look(true, MOMENT, now);
    assertThat(look.job(totals)).get().extracting(JobStatus::id).isEqualTo(totals);
    assertThat(look.job(orders)).get().extracting(JobStatus::id).isEqualTo(orders);
    assertThat(flink.lists).isEqualTo(1);
    assertThat(flink.lookedAt).isEmpty();
  }

  @Test
  void afterAMomentTheClusterIsAskedAgain() {
    JobLook look = look(true, Duration.ZERO, now);
    look.job(totals);
    flink.fail(totals, "the disk is full");
    assertThat(look.job(totals)).get().extracting(JobStatus::state).isEqualTo(JobState.FAILED);
  }

  @Test
  void anAnswerThatTookLongServesLong() {
    assertThat(listsForTwentyLooks(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(listsForTwentyLooks(Duration.ofMillis(20))).isEqualTo(2);
    assertThat(listsForTwentyLooks(MOMENT)).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetServesNoLonger() {
    TickingClock clock = new TickingClock(Duration.ZERO);
    JobLook look = look(true, MOMENT, clock);
    look.job(totals);
    clock.now = clock.now.minus(Duration.ofHours(1));
    look.job(totals);
    assertThat(flink.lists).isEqualTo(2);
    clock.tick = Duration.ofHours(1);
    look.job(totals);
    clock.tick = Duration.ZERO;
    clock.now = clock.now.plusSeconds(2);
    look.job(totals);
    assertThat(flink.lists).isEqualTo(4);
  }

  /**
   * @param tick what passes from one look at the clock to the next
   */
  private int listsForTwentyLooks(Duration tick) {
    flink.lists = 0;
    JobLook look = look(true, MOMENT, new TickingClock(tick));
    for (int i = 0; i < 20; i++) {
      assertThat(look.job(totals)).isPresent();
    }
    return flink.lists;
  }

  /** Goes on whenever it is looked at. */
  private static final class TickingClock extends Clock {
    private Duration tick;
    private Instant now = Instant.EPOCH;

    TickingClock(Duration tick) {
      this.tick = tick;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plus(tick);
      return now;
    }
  }

  @Test
  void aJobThatIsNotListedIsAskedForByItself() {
    JobLook look = look(true, MOMENT, now);
    JobId unknown = JobId.derive("nobody", "knows it");
    assertThat(look.job(unknown)).isEmpty();
    assertThat(flink.lookedAt).containsExactly(unknown);
  }

  @Test
  void aJobThatIsNotListedYetWaitsForTheNextList() {
    SimulatedJob later = flink.jobs.remove(orders);
    JobLook look = look(true, Duration.ofMillis(1), Clock.systemUTC());
    look.job(totals);
    flink.jobs.put(orders, later);
    assertThat(look.job(orders)).isPresent();
    assertThat(flink.lookedAt).isEmpty();
    assertThat(flink.lists).isEqualTo(2);
  }

  @Test
  void aClockThatStandsStillKeepsNobody() {
    SimulatedJob later = flink.jobs.remove(orders);
    JobLook look = look(true, Duration.ofMillis(1), now);
    look.job(totals);
    flink.jobs.put(orders, later);
    assertThat(look.job(orders)).isPresent();
    assertThat(flink.lookedAt).containsExactly(orders);
  }

  @Test
  void whenAllOnlyWaitAnAnswerServesForLessLong() {
    working = false;
    assertThat(listsForTwentyLooks(Duration.ofMillis(20))).isEqualTo(4);
    assertThat(listsForTwentyLooks(MOMENT)).isEqualTo(10);
  }

  @Test
  void aBusyClusterIsLeftAloneForLonger() {
    assertThat(JobLook.paced(Duration.ofMillis(2), MOMENT)).isEqualTo(MOMENT);
    assertThat(JobLook.paced(Duration.ofMillis(50), MOMENT)).isEqualTo(Duration.ofMillis(500));
    assertThat(JobLook.paced(Duration.ofMinutes(1), MOMENT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(JobLook.paced(Duration.ofMinutes(-1), MOMENT)).isEqualTo(MOMENT);
  }

  @Test
  void whoWaitsForOneJobAloneDoesNotAskForAll() {
    JobLook look = look(false, MOMENT, now);
    look.job(totals);
    assertThat(flink.lists).isZero();
    assertThat(flink.lookedAt).containsExactly(totals);
  }

  @Test
  void aJobThatNobodyCanKnowIsNotAskedForBeforeItIsSubmitted() {
    List<JobId> before = new ArrayList<>();
    World other = new World(folder.resolve("other"));
    SimulatedFlink cluster = other.cluster.flink;
    cluster.failsAtSubmit =
        submission -> {
          before.addAll(cluster.lookedAt);
          return false;
        };
    other.run(new Projects().table("totals", "agg"));
    assertThat(cluster.submissions).hasSize(1);
    assertThat(before).isEmpty();
  }

  @Test
  void theProofOfAJobIsNotLookedForBeforeItWasAskedFor() {
    World other = new World(folder.resolve("other"));
    other.run(new Projects().table("totals", "agg"));
    assertThat(other.cluster.flink.running("shop.dev.totals").checkpoints).isNotEmpty();
    assertThat(other.cluster.flink.askedTooEarly).isEmpty();
  }
}
