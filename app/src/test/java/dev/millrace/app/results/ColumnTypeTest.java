package dev.millrace.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMESTAMP(3) NOT NULL | 2026-11-20 12:00:00.123",
        "TIMESTAMP_LTZ(3) | 2026-11-20 12:00:00.123Z",
        "TIMESTAMP(0) | 2026-11-20 12:00:00",
        "DATE | 2026-11-20",
        "DECIMAL(10, 2) | -12345678.90",
        "DOUBLE | 97.33333333333333",
        "BIGINT NOT NULL | 1763673600000",
      })
  void aColumnHasRoomForItsValues(String type, String value) {
    assertThat(ColumnType.characters(type)).isGreaterThanOrEqualTo(value.length());
  }

  @Test
  void nestedTypesAndTextsHaveRoomForSomeWords() {
    assertThat(ColumnType.characters("ROW<`a` INT>")).isEqualTo(18);
    assertThat(ColumnType.characters("VARCHAR(2147483647)")).isEqualTo(18);
    assertThat(ColumnType.characters("ARRAY<DOUBLE>")).isEqualTo(18);
  }
}
