package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeStampsTest {
  private static final String CALL =
      "{\"kind\":\"CALL\",\"catalogName\":\"`c`.`d`.`%s`\",\"class\":\"com.example.Words\"}";

  private static String plan(String function) {
    return ("{\"flinkVersion\":\"2.3\",\"nodes\":[{\"id\":1,\"type\":\"stream-exec-calc_1\","
            + "\"projection\":["
            + CALL
            + "],\"outputType\":\"ROW<`x` BIGINT>\"}],\"edges\":[]}")
        .formatted(function);
  }

  private static String stamped(String function, String code) {
    return CodeStamps.in(
        plan(function),
        Map.of("com.example.Words", CodeStamps.Stamp.of(code)),
        List.of("jars/1/words.jar"));
  }

  private static String stamped(CodeStamps.Stamp stamp) {
    return CodeStamps.in(
        plan("f"), Map.of("com.example.Words", stamp), List.of("jars/1/words.jar"));
  }

  private static String fingerprint(String plan) {
    return PlanNormalizer.fingerprint(CompiledPlan.parse(plan));
  }

  @Test
  void aPlanWithoutFunctionsStaysAsItIs() {
    assertThat(CodeStamps.in(plan("f"), Map.of(), List.of())).isEqualTo(plan("f"));
    assertThat(CodeStamps.byFunction(plan("f"))).isEmpty();
  }

  @Test
  void aPlanSaysWhichCodeItCallsAndWhichJarsItNeeds() {
    assertThat(CodeStamps.byFunction(stamped("f", "one")))
        .isEqualTo(Map.of("c.d.f", CodeStamps.Stamp.of("one")));
    assertThat(CompiledPlan.tree(stamped("f", "one")).path("jars").toString())
        .isEqualTo("[\"jars/1/words.jar\"]");
  }

  @Test
  void otherCodeIsAnotherQueryAndAnotherNameIsNot() {
    assertThat(fingerprint(stamped("f", "one"))).isEqualTo(fingerprint(stamped("g", "one")));
    assertThat(fingerprint(stamped("f", "one"))).isNotEqualTo(fingerprint(stamped("f", "two")));
  }

  @Test
  void otherCodeIsAnotherColumnAndAnotherNameIsNot() {
    assertThat(columns(stamped("f", "one"))).isEqualTo(columns(stamped("g", "one")));
    assertThat(columns(stamped("f", "one"))).isNotEqualTo(columns(stamped("f", "two")));
  }

  @Test
  void whatIsSaidToMeanTheSameIsAnotherQueryWithTheSameColumns() {
    CodeStamps.Stamp one = CodeStamps.Stamp.of("one");
    CodeStamps.Stamp two = one.next("two", true);
    assertThat(two.called()).isEqualTo("two");
    assertThat(columns(stamped(two))).isEqualTo(columns(stamped(one)));
    assertThat(fingerprint(stamped(two))).isNotEqualTo(fingerprint(stamped(one)));
    assertThat(CodeStamps.byClass(stamped(two))).isEqualTo(Map.of("com.example.Words", two));
  }

  @Test
  void whatWasOnceSaidToMeanTheSameIsNotAskedAgain() {
    CodeStamps.Stamp two = CodeStamps.Stamp.of("one").next("two", true);
    assertThat(two.next("two", false)).isEqualTo(two);
    CodeStamps.Stamp back = two.next("one", false);
    assertThat(back.called()).isEqualTo("one");
    assertThat(columns(stamped(back))).isEqualTo(columns(stamped(two)));
    assertThat(fingerprint(stamped(back))).isNotEqualTo(fingerprint(stamped(two)));
    assertThat(two.next("three", false)).isEqualTo(CodeStamps.Stamp.of("three"));
  }

  private static List<String> columns(String plan) {
    return ColumnOrigins.of(CompiledPlan.parse(plan), true, Set.of()).getFirst().fields();
  }
}
