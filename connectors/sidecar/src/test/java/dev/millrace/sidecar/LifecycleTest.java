package dev.millrace.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final Duration IDLE_END = Duration.ofMinutes(10);

  private final AtomicLong clock = new AtomicLong();
  private final Leases leases = new Leases(clock::get);
  private final Lifecycle lifecycle = new Lifecycle(0, leases);

  @Test
  void endsWhenNobodyHoldsItForTheIdleTime() {
    pass(IDLE_END);
    IdleEnd.check(lifecycle, IDLE_END, () -> false);
    assertThat(lifecycle.state()).isEqualTo(Lifecycle.State.STOPPING);
  }

  @Test
  void staysWhileALeaseIsAlive() {
    leases.hold("a", Duration.ofHours(1));
    pass(IDLE_END.multipliedBy(2));
    IdleEnd.check(lifecycle, IDLE_END, () -> false);
    assertThat(lifecycle.state()).isEqualTo(Lifecycle.State.STARTING);
  }

  @Test
  void staysForTheIdleTimeAfterALeaseHasRunOut() {
    leases.hold("a", IDLE_END);
    pass(IDLE_END);
    assertThat(leases.count()).isZero();
    IdleEnd.check(lifecycle, IDLE_END, () -> false);
    assertThat(lifecycle.state()).isEqualTo(Lifecycle.State.STARTING);
    pass(IDLE_END);
    IdleEnd.check(lifecycle, IDLE_END, () -> false);
    assertThat(lifecycle.state()).isEqualTo(Lifecycle.State.STOPPING);
  }

  @Test
  void staysWhileJobsRunAndForTheIdleTimeAfterThem() {
    pass(IDLE_END);
    IdleEnd.check(lifecycle, IDLE_END, () -> true);
    IdleEnd.check(lifecycle, IDLE_END, () -> false);
    assertThat(lifecycle.state()).isEqualTo(Lifecycle.State.STARTING);
  }

  @Test
  void aLeaseIsRenewedUnderItsName() {
    leases.hold("a", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(8));
    leases.hold("a", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(8));
    assertThat(leases.count()).isEqualTo(1);
  }

  @Test
  void aLeaseOfNoLengthIsGivenBack() {
    leases.hold("a", Duration.ofSeconds(10));
    leases.hold("a", Duration.ZERO);
    assertThat(leases.count()).isZero();
  }

  @Test
  void theFirstReasonToEndCounts() {
    lifecycle.stop("asked to stop");
    lifecycle.stop("closed");
    assertThat(lifecycle.stopReason()).isEqualTo("asked to stop");
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
