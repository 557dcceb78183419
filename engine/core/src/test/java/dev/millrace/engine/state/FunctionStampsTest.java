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
        plan(function), Map.of("com.example.Words", code), List.of("jars/1/words.jar"));
  }

  private static String fingerprint(String plan) {
    return PlanNormalizer.fingerprint(CompiledPlan.parse(plan));
  }

  @Test
  void aPlanWithoutFunctionsStaysAsItIs() {
    assertThat(FunctionStamps.in(plan("f"), Map.of(), List.of())).isEqualTo(plan("f"));
    assertThat(FunctionStamps.codeIn(plan("f"))).isEmpty();
  }

  @Test
  void aPlanSaysWhichCodeItCallsAndWhichJarsItNeeds() {
    assertThat(FunctionStamps.codeIn(stamped("f", "one"))).isEqualTo(Map.of("c.d.f", "one"));
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

  private static List<String> columns(String plan) {
    return Fingerprints.ofColumns(CompiledPlan.parse(plan), true).getFirst().fields();
  }
}
