package dev.millrace.connector.flink.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.connector.flink.rest.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ValueDecoderTest {
  @Test
  void decimalsKeepEveryDigit() {
    assertThat(decode("12345678901234567890.123456789012345678", "DECIMAL(38, 18)"))
        .isEqualTo(new BigDecimal("12345678901234567890.123456789012345678"));
    assertThat(decode("1.5", "DECIMAL(10, 2)")).isEqualTo(new BigDecimal("1.50"));
    assertThat(decode("1E+3", "DECIMAL(10, 2)")).isEqualTo(new BigDecimal("1000.00"));
  }

  @Test
  void bigIntegersAreExact() {
    assertThat(decode("9007199254740993", "BIGINT")).isEqualTo(9007199254740993L);
  }

  @Test
  void aNumberOutOfRangeIsRefusedAndNotCut() {
    assertThatThrownBy(() -> decode("2147483648", "INT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INT");
  }

  @Test
  void floatingPointKnowsNotANumber() {
    assertThat(decode("\"NaN\"", "DOUBLE")).isEqualTo(Double.NaN);
    assertThat(decode("\"-Infinity\"", "FLOAT")).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void timesAreReadInIsoAndInSqlForm() {
    assertThat(decode("\"2026-01-02 03:04:05.123456789\"", "TIMESTAMP(9)"))
        .isEqualTo(LocalDateTime.parse("2026-01-02T03:04:05.123456789"));
    assertThat(decode("\"2026-01-02T03:04:05+01:00\"", "TIMESTAMP_LTZ(3)"))
        .isEqualTo(Instant.parse("2026-01-02T02:04:05Z"));
  }

  @Test
  void keysOfAMapHaveTheirType() {
    assertThat(decode("{\"1\":null}", "MAP<BIGINT, INT>"))
        .isInstanceOfSatisfying(Map.class, map -> assertThat(map.containsKey(1L)).isTrue());
  }

  @Test
  void aRowMayComeAsAListOfItsFields() {
    assertThat(decode("[1,\"x\"]", "ROW<`a` INT, `b` STRING>")).isEqualTo(Map.of("a", 1, "b", "x"));
  }

  private static @Nullable Object decode(String json, String type) {
    try {
      return ValueDecoder.decode(new Json().parse(json), TypeText.read(type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
