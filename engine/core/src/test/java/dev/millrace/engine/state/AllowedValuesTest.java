package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions as Flink's plans have them. */
class AllowedValuesTest {
  private static final String COLUMN = "{\"kind\":\"INPUT_REF\",\"inputIndex\":4,\"type\":\"%s\"}";
  private static final String LITERAL = "{\"kind\":\"LITERAL\",\"value\":%s,\"type\":\"%s\"}";

  @ParameterizedTest
  @CsvSource({
    ">, 5, >, 3, true",
    ">, 3, >, 5, false",
    ">, 3, >=, 3, true",
    ">=, 3, >, 3, false",
    "<, 3, <=, 3, true",
    "<=, 2.50, <, 3, true",
    "=, 10, >, 9, true",
    "=, 10, <>, 9, true",
    "=, 9.0, <>, 9, false",
    "<>, 9, <>, 9.00, true",
    "<>, 9, <>, 8, false",
    "<, 8, <>, 8, true",
  })
  void numbersAreComparedAsNumbers(
      String name, String value, String otherName, String otherValue, boolean within) {
    AllowedValues one = AllowedValues.of(compared(name, value, "DECIMAL(10, 2)")).orElseThrow();
    AllowedValues other =
        AllowedValues.of(compared(otherName, otherValue, "DECIMAL(10, 2)")).orElseThrow();
    assertThat(one.isWithin(other)).isEqualTo(within);
    assertThat(one.column()).isEqualTo(4);
  }

  @Test
  void aLiteralMayStandFirst() {
    // 5 < x
    AllowedValues turned =
        AllowedValues.of(
                json(call("<", LITERAL.formatted("5", "INT NOT NULL"), COLUMN.formatted("BIGINT"))))
            .orElseThrow();
    assertThat(turned.isWithin(AllowedValues.of(compared(">", "5", "BIGINT")).orElseThrow()))
        .isTrue();
    assertThat(turned.isWithin(AllowedValues.of(compared("<", "5", "BIGINT")).orElseThrow()))
        .isFalse();
  }

  @Test
  void aListIsWhatItsOrSays() {
    AllowedValues list = text(list("UNKNOWN", point("rice"), point("salt"), point("tea")));
    AllowedValues or = text(call("OR", same("salt"), same("tea")));
    AllowedValues without =
        text(
            list(
                "UNKNOWN",
                "{\"upper\":" + bound("rice", "OPEN") + "}",
                "{\"lower\":" + bound("rice", "OPEN") + "}"));
    assertThat(or.isWithin(list)).isTrue();
    assertThat(list.isWithin(or)).isFalse();
    assertThat(or.isWithin(without)).isTrue();
    assertThat(list.isWithin(without)).isFalse();
    assertThat(list.and(without).isWithin(or)).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsNotCompared() {
    assertThat(AllowedValues.of(json(list("TRUE", point("rice"))))).isEmpty();
    assertThat(AllowedValues.of(json(same("r\u00eds")))).isEmpty();
    assertThat(AllowedValues.of(compared("=", "5", "DOUBLE"))).isEmpty();
    assertThat(AllowedValues.of(compared("LIKE", "5", "BIGINT"))).isEmpty();
    assertThat(AllowedValues.of(json(call("IS NULL", COLUMN.formatted("BIGINT"))))).isEmpty();
    String other = COLUMN.formatted("VARCHAR(9)").replace("4", "5");
    assertThat(
            AllowedValues.of(
                json(
                    call(
                        "OR",
                        same("tea"),
                        call("=", other, LITERAL.formatted("\"tea\"", "CHAR(3)"))))))
        .isEmpty();
  }

  private static JsonNode compared(String name, String value, String type) {
    return json(call(name, COLUMN.formatted(type), LITERAL.formatted(value, type + " NOT NULL")));
  }

  private static String same(String text) {
    return call(
        "=",
        COLUMN.formatted("VARCHAR(2147483647)"),
        LITERAL.formatted("\"" + text + "\"", "VARCHAR(2147483647) NOT NULL"));
  }

  private static String list(String nullAs, String... ranges) {
    return call(
        "SEARCH",
        COLUMN.formatted("VARCHAR(2147483647)"),
        "{\"kind\":\"LITERAL\",\"type\":\"CHAR(4) NOT NULL\",\"sarg\":{\"ranges\":["
            + String.join(",", ranges)
            + "],\"nullAs\":\""
            + nullAs
            + "\"}}");
  }

  private static String point(String text) {
    return "{\"lower\":" + bound(text, "CLOSED") + ",\"upper\":" + bound(text, "CLOSED") + "}";
  }

  private static String bound(String text, String type) {
    return "{\"value\":\"" + text + "\",\"boundType\":\"" + type + "\"}";
  }

  private static String call(String name, String... operands) {
    return "{\"kind\":\"CALL\",\"internalName\":\"$"
        + name
        + "$1\",\"operands\":["
        + String.join(",", operands)
        + "]}";
  }

  private static AllowedValues text(String condition) {
    Optional<AllowedValues> found = AllowedValues.of(json(condition));
    return found.orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
