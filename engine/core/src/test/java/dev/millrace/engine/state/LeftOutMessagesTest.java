package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.state.LeftOutMessages.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the options of a source that leaves messages out. */
class LeftOutMessagesTest {
  private static final String ONE = "3:aa";
  private static final String TWO = "4:bb";

  private final String plan =
      OperatorUids.assign(Plans.plan("agg"), "d1", Map.of(), List.of()).plan();
  private final KafkaTable source =
      KafkaTable.of(plan).stream().filter(table -> !table.written()).findFirst().orElseThrow();

  @Test
  void theFormatIsPutIntoOneThatKnowsThem() {
    Map<String, String> before = source.options();
    Map<String, String> after =
        options(new LeftOutMessages(source.uid(), Part.VALUE, List.of(ONE)).in(plan));

    assertThat(before).containsEntry("format", "json");
    assertThat(after)
        .containsEntry("format", "millrace-skipping")
        .containsEntry("millrace-skipping.format", "json")
        .containsEntry("millrace-skipping.messages", ONE)
        .containsEntry("topic", before.get("topic"));
  }

  @Test
  void optionsOfTheFormatGoWithIt() {
    String strict =
        plan.replaceFirst(
            "(\"format\"\\s*:\\s*\"json\")", "$1,\"json.fail-on-missing-field\":\"true\"");
    assertThat(strict).isNotEqualTo(plan);

    assertThat(options(new LeftOutMessages(source.uid(), Part.VALUE, List.of(ONE)).in(strict)))
        .containsEntry("millrace-skipping.json.fail-on-missing-field", "true")
        .doesNotContainKey("json.fail-on-missing-field");
  }

  @Test
  void moreOfThemAddToThoseOfBefore() {
    String once = new LeftOutMessages(source.uid(), Part.VALUE, List.of(ONE)).in(plan);
    String twice = new LeftOutMessages(source.uid(), Part.VALUE, List.of(TWO, ONE)).in(once);

    assertThat(options(twice))
        .containsEntry("millrace-skipping.format", "json")
        .containsEntry("millrace-skipping.messages", ONE + ";" + TWO);
    assertThat(LeftOutMessages.countIn(plan)).isZero();
    assertThat(LeftOutMessages.countIn(once)).isEqualTo(1);
    assertThat(LeftOutMessages.countIn(twice)).isEqualTo(2);
  }

  @Test
  void thePlanOfBeforeComesBackWhenAllAreReadAgain() throws Exception {
    String strict =
        plan.replaceFirst(
            "(\"format\"\\s*:\\s*\"json\")", "$1,\"json.fail-on-missing-field\":\"true\"");
    String without = new LeftOutMessages(source.uid(), Part.VALUE, List.of(ONE, TWO)).in(strict);

    assertThat(CompiledPlan.tree(LeftOutMessages.noneIn(without)))
        .isEqualTo(CompiledPlan.tree(strict));
    assertThat(LeftOutMessages.noneIn(strict)).isSameAs(strict);
  }

  @Test
  void anotherSourceStaysAsItIs() {
    String same = new LeftOutMessages("somebody else", Part.VALUE, List.of(ONE)).in(plan);

    assertThat(options(same)).isEqualTo(source.options());
  }

  /** A table without a format for its key has none that could be unreadable. */
  @Test
  void aKeyThatNobodyReadsStaysAsItIs() {
    String same = new LeftOutMessages(source.uid(), Part.KEY, List.of(ONE)).in(plan);

    assertThat(options(same)).isEqualTo(source.options());
  }

  private static Map<String, String> options(String plan) {
    return KafkaTable.of(plan).stream()
        .filter(table -> !table.written())
        .findFirst()
        .orElseThrow()
        .options();
  }
}
