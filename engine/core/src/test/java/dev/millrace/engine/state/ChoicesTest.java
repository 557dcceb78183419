package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final Choices BOTH =
      new Choices(
          Map.of("totals.revenue", Choices.Choice.CONTINUE), Map.of("orders", Way.POSITIONS));

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(BOTH.written())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("totals.revenue", "continue", "orders", "positions"));
    assertThat(Choices.read(BOTH.written())).isEqualTo(BOTH);
  }

  @Test
  void aLetterIsAsGoodAsTheWordBehindIt() {
    assertThat(Choices.Choice.named("a")).hasValue(Choices.Choice.CONTINUE);
    assertThat(Choices.Choice.named("b")).hasValue(Choices.Choice.RESET);
    assertThat(Choices.Choice.named("c")).isEmpty();
  }

  @Test
  void aModelIsKnownByItsOwnName() {
    assertThat(BOTH.of("model.shop.orders")).hasValue(Way.POSITIONS);
    assertThat(BOTH.of("totals")).isEmpty();
    assertThat(BOTH.with("model.shop.totals", Way.FRESH).of("totals")).hasValue(Way.FRESH);
  }

  @Test
  void whatNobodyKnowsIsLeftOut() {
    assertThat(Choices.read(Map.of("orders", "sideways", "totals.revenue", "positions")))
        .isEqualTo(Choices.NONE);
  }
}
