package dev.millrace.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureConditionTest {
  @ParameterizedTest
  @CsvSource({
    "!= 0, 1, 0",
    "<>0, 1, 0",
    ">10, 11, 10",
    ">= 10, 10, 9",
    "< 3, 2, 3",
    "<= 3, 3, 4",
    "= 5, 5, 4",
    "between 2 and 4, 4, 5"
  })
  void aComparisonHoldsOnOneSideOnly(String text, long holds, long holdsNot) {
    FailureCondition condition = FailureCondition.parse(text).orElseThrow();

    assertThat(condition.holds(holds)).isTrue();
    assertThat(condition.holds(holdsNot)).isFalse();
  }

  @Test
  void whatIsMoreThanAComparisonIsNotRead() {
    assertThat(FailureCondition.parse("> (select 1)")).isEmpty();
    assertThat(FailureCondition.parse("")).isEmpty();
    assertThat(FailureCondition.parse("> 1; drop table x")).isEmpty();
  }
}
