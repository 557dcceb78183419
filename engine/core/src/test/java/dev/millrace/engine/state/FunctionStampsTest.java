package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionStampsTest {
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
    return FunctionStamps.in(
        plan(function),
        Map.of("com.example.Words", FunctionStamps.Stamp.of(code)),
        List.of("jars/1/words.jar"));
  }

  private static String stamped(FunctionStamps.Stamp stamp) {
    return FunctionStamps.in(
        plan("f"), Map.of("com.example.Words", stamp), List.of("jars/1/words.jar"));
  }

  private static String fingerprint(String plan) {
    return PlanNormalizer.fingerprint(CompiledPlan.parse(plan));
  }

  @Test
  void aPlanWithoutFunctionsStaysAsItIs() {
    assertThat(FunctionStamps.in(plan("f"), Map.of(), List.of())).isEqualTo(plan("f"));
    assertThat(FunctionStamps.byFunction(plan("f"))).isEmpty();
  }

  @Test
  void aPlanSaysWhichCodeItCallsAndWhichJarsItNeeds() {
    assertThat(FunctionStamps.byFunction(stamped("f", "one")))
        .isEqualTo(Map.of("c.d.f", FunctionStamps.Stamp.of("one")));
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
    FunctionStamps.Stamp one = FunctionStamps.Stamp.of("one");
    FunctionStamps.Stamp two = one.next("two", true);
    assertThat(two.called()).isEqualTo("two");
    assertThat(columns(stamped(two))).isEqualTo(columns(stamped(one)));
    assertThat(fingerprint(stamped(two))).isNotEqualTo(fingerprint(stamped(one)));
    assertThat(FunctionStamps.byClass(stamped(two))).isEqualTo(Map.of("com.example.Words", two));
  }

  @Test
  void whatWasOnceSaidToMeanTheSameIsNotAskedAgain() {
    FunctionStamps.Stamp two = FunctionStamps.Stamp.of("one").next("two", true);
    assertThat(two.next("two", false)).isEqualTo(two);
    FunctionStamps.Stamp back = two.next("one", false);
    assertThat(back.called()).isEqualTo("one");
    assertThat(columns(stamped(back))).isEqualTo(columns(stamped(two)));
    assertThat(fingerprint(stamped(back))).isNotEqualTo(fingerprint(stamped(two)));
    assertThat(two.next("three", false)).isEqualTo(FunctionStamps.Stamp.of("three"));
  }

  private static List<String> columns(String plan) {
    return Fingerprints.ofColumns(CompiledPlan.parse(plan), true).getFirst().fields();
  }
}
