package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrewarmingTest {
  @Test
  void everyStatementBecomesAGraphAsOftenAsThereAreRounds() throws Exception {
    assertThat(new Prewarming(() -> false).warm()).isEqualTo(5 * Prewarming.ROUNDS);
  }

  @Test
  void itGivesUpWhenSomeoneAsksForSomething() throws Exception {
    // Five analyses and one compilation come before.
    AtomicInteger looks = new AtomicInteger();
    assertThat(new Prewarming(() -> looks.incrementAndGet() > 6).warm()).isEqualTo(1);
  }
}
