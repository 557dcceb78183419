package dev.millrace.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorCardsTest {
  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.0001, < 1 %", "0.01, 1 %", "0.62, 62 %", "0.9999, 99 %", "1, 100 %"})
  void aShareIsNeverToldAsNothingOrAllUnlessItIs(double share, String words) {
    assertThat(OperatorCards.percent(share)).isEqualTo(words);
  }
}
