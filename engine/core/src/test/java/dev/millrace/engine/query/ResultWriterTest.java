package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultWriterTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("name", "STRING"), new Column("total", "DECIMAL(10, 2)"));

  @Test
  void aTableAlignsTextLeftAndNumbersRight() {
    assertThat(
            ResultWriter.table(
                COLUMNS,
                List.of(
                    values("Ada", new BigDecimal("1.50")), values(null, new BigDecimal("1200"))),
                0))
        .isEqualTo(
            """
            | name | total |
            | ---- | ----- |
            | Ada  |  1.50 |
            | NULL |  1200 |
            """);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(
            ResultWriter.table(
                List.of(COLUMNS.getFirst()),
                List.of(values("東京"), values("e\u0301a"), values("👩‍🚀!")),
                0))
        .isEqualTo(
            """
            | name |
            | ---- |
            | 東京 |
            | e\u0301a   |
            | 👩‍🚀!  |
            """);
  }

  @Test
  void theWidestColumnIsCutToFitTheTerminal() {
    String table =
        ResultWriter.table(
            List.of(new Column("id", "INT"), new Column("text", "STRING")),
            List.of(values(1, "abcdefghijklmnopqrstuvwxyz")),
            20);

    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSize(20));
    assertThat(table).contains("| abcdefghij… |");
  }

  @Test
  void columnsThatDoNotFitAreCounted() {
    List<Column> columns = List.of(COLUMNS.getFirst(), COLUMNS.getFirst(), COLUMNS.getFirst());
    assertThat(ResultWriter.table(columns, List.of(values("a", "b", "c")), 16))
        .isEqualTo(
            """
            | name | name |
            | ---- | ---- |
            | a    | b    |
            … 1 more column (the terminal is 16 wide)
            """);
  }

  @Test
  void aRowCannotCommandTheTerminal() {
    assertThat(
            ResultWriter.table(
                List.of(COLUMNS.getFirst()), List.of(values("a\u001b[2Jb\n\u202Ec")), 0))
        .contains("a\\u001b[2Jb\\n\\u202ec")
        .doesNotContain("\u001b");
  }

  @Test
  void valuesArePrintedByType() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("x", 1);
    row.put("y", List.of("a", "b"));
    assertThat(
            values(
                    new BigDecimal("1E+3"),
                    LocalDate.of(2026, 1, 2),
                    LocalTime.of(10, 0),
                    LocalDateTime.of(2026, 1, 2, 10, 0),
                    Instant.parse("2026-01-02T10:00:00.500Z"),
                    new byte[] {10, -1},
                    row,
                    Double.NaN)
                .stream()
                .map(ValueText::of))
        .containsExactly(
            "1000",
            "2026-01-02",
            "10:00:00",
            "2026-01-02T10:00:00",
            "2026-01-02T10:00:00.500Z",
            "0x0aff",
            "{x: 1, y: [a, b]}",
            "NaN");
  }

  @Test
  void jsonKeepsDecimalsExact() {
    assertThat(ResultWriter.json(COLUMNS, values("a\"b", new BigDecimal("0.10"))))
        .isEqualTo("{\"name\":\"a\\\"b\",\"total\":0.10}");
    assertThat(ResultWriter.json(COLUMNS, values("x", new BigDecimal("12345678901234567890.123"))))
        .contains("12345678901234567890.123");
  }

  @Test
  void jsonOfAChangeTellsItsKind() {
    assertThat(ResultWriter.json(COLUMNS, new Row(RowKind.DELETE, values(null, Double.NaN))))
        .isEqualTo("{\"kind\":\"-D\",\"row\":{\"name\":null,\"total\":\"NaN\"}}");
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
