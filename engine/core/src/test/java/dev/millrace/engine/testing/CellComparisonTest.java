package dev.millrace.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellComparisonTest {
  @Test
  void nullEqualsNullAlone() {
    assertThat(CellComparison.same(null, null)).isTrue();
    assertSame(false, null, 0);
    assertSame(false, "", null);
    assertSame(false, "NULL", null);
  }

  @Test
  void numbersAreComparedByValue() {
    assertSame(true, 5, new BigDecimal("5.00"));
    assertSame(true, "5.0", 5L);
    assertSame(true, 5.1, new BigDecimal("5.10"));
    assertSame(false, 5.1, new BigDecimal("5.11"));
    assertSame(false, 5, new BigDecimal("5.01"));
    assertSame(false, "five", 5);
    assertSame(false, true, 1);
  }

  @Test
  void binaryNumbersMayDifferInTheirLastDigits() {
    assertSame(true, 0.3, 0.1 + 0.2);
    assertSame(true, 0.1, 0.1f);
    assertSame(false, 0.3, 0.3001);
    assertSame(true, "NaN", Double.NaN);
    assertSame(false, 0, Double.NaN);
  }

  @Test
  void textIsComparedExactly() {
    assertSame(true, "Oslo", "Oslo");
    assertSame(false, "oslo", "Oslo");
    assertSame(true, 7, "7");
    assertSame(false, 7, "007");
  }

  @Test
  void timesAreReadInIsoAndSqlForm() {
    LocalDateTime time = LocalDateTime.of(2026, 1, 2, 10, 0);
    assertSame(true, "2026-01-02 10:00:00", time);
    assertSame(true, "2026-01-02T10:00", time);
    assertSame(true, "2026-01-02 10:00:00.000", time);
    assertSame(false, "2026-01-02 10:00:01", time);
    assertSame(false, "2026-01-02 10:00:00Z", time);
    assertSame(true, "2026-01-02", LocalDate.of(2026, 1, 2).atStartOfDay());
    assertSame(true, "2026-01-02", LocalDate.of(2026, 1, 2));
    assertSame(true, "10:00", LocalTime.of(10, 0));
    assertSame(false, "soon", time);
  }

  @Test
  void instantsAreComparedAsMomentsAndAreInUtcWithoutAnOffset() {
    Instant instant = Instant.parse("2026-01-02T10:00:00Z");
    assertSame(true, "2026-01-02 10:00:00", instant);
    assertSame(true, "2026-01-02T12:00:00+02:00", instant);
    assertSame(true, "2026-01-02 10:00:00Z", instant);
    assertSame(false, "2026-01-02 12:00:00", instant);
  }

  @Test
  void bytesAreReadAsHexadecimalDigits() {
    byte[] bytes = {10, -1};
    assertSame(true, "0x0AFF", bytes);
    assertSame(true, "x'0aff'", bytes);
    assertSame(true, "0aff", bytes);
    assertSame(false, "0a", bytes);
    assertSame(false, "no digits", bytes);
  }

  @Test
  void nestedValuesAreComparedInside() {
    assertSame(true, List.of(1, "2"), List.of(1L, new BigDecimal("2.0")));
    assertSame(false, List.of(1), List.of(1, 1));
    assertSame(true, Map.of("a", 1), Map.of("a", 1.0));
    assertSame(false, Map.of("a", 1), Map.of("b", 1));
    assertThat(CellComparison.same(Arrays.asList(1, null), Arrays.asList(1, null))).isTrue();
  }

  private static void assertSame(boolean same, @Nullable Object expected, @Nullable Object actual) {
    assertThat(CellComparison.same(expected, actual))
        .as("%s against %s", expected, actual)
        .isEqualTo(same);
  }
}
