package dev.millrace.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.observe.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FiguresTest {
  private final Figures figures = new Figures();

  @ParameterizedTest
  @CsvSource({
    "850, 850 ms",
    "1000, 1 s",
    "3270, 3.2 s",
    "59960, 59.9 s",
    "125000, 2 min 5 s",
    "7500000, 2 h 5 min",
    "90000000, 1 d 1 h",
    "-1500, -1.5 s"
  })
  void durationsAreSaidInTheUnitThatFits(long milliseconds, String words) {
    assertThat(figures.duration(Duration.ofMillis(milliseconds))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0/s",
    "12.54, 12.5/s",
    "250.4, 250/s",
    "9949, 9949/s",
    "12500, 12.5k/s",
    "2300000, 2.3M/s"
  })
  void ratesAreShort(double rate, String words) {
    assertThat(figures.rate(OptionalDouble.of(rate))).isEqualTo(words);
  }

  @Test
  void aRateThatIsNotMeasuredIsNotZero() {
    assertThat(figures.rate(OptionalDouble.empty())).isEmpty();
  }

  @Test
  void anIdleJobIsNotCalledLate() {
    Lag idle = new Lag.Idle(Instant.EPOCH, Duration.ofSeconds(30));
    assertThat(figures.lag(idle)).isEqualTo("30 s (idle)");
  }

  @ParameterizedTest
  @EnumSource(JobHealth.class)
  void everyStateHasAWord(JobHealth health) {
    assertThat(figures.word(health)).isNotBlank();
  }
}
