package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultExportTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("name", "STRING"), new Column("total", "DECIMAL(10, 2)"));

  @TempDir private Path folder;

  @Test
  void csvTellsNullFromEmpty() throws IOException {
    assertThat(rows(ExportFormat.CSV, COLUMNS, List.of(values("a,\"b\"\n", 1), values("", 2))))
        .isEqualTo("\"name\",\"total\"\r\n\"a,\"\"b\"\"\n\",\"1\"\r\n\"\",\"2\"\r\n");
    assertThat(rows(ExportFormat.CSV, COLUMNS, List.of(values(null, null))))
        .isEqualTo("\"name\",\"total\"\r\n,\r\n");
  }

  @Test
  void csvOfNoRowsIsItsHeader() throws IOException {
    assertThat(rows(ExportFormat.CSV, COLUMNS, List.of())).isEqualTo("\"name\",\"total\"\r\n");
  }

  @Test
  void csvKeepsTypesReadable() throws IOException {
    List<Column> columns =
        List.of(
            new Column("d", "DECIMAL(38, 3)"),
            new Column("t", "TIMESTAMP_LTZ(3)"),
            new Column("l", "TIMESTAMP(3)"),
            new Column("a", "ARRAY<STRING>"),
            new Column("r", "ROW<x INT>"),
            new Column("b", "BYTES"),
            new Column("n", "BOOLEAN"));
    assertThat(
            rows(
                ExportFormat.CSV,
                columns,
                List.of(
                    values(
                        new BigDecimal("12345678901234567890.100"),
                        Instant.parse("2026-01-02T10:00:00.500Z"),
                        LocalDateTime.of(2026, 1, 2, 10, 0),
                        List.of("x", "y"),
                        Map.of("x", 1),
                        new byte[] {1, -1},
                        true))))
        .isEqualTo(
            String.join(
                    "\r\n",
                    "'d','t','l','a','r','b','n'",
                    "'12345678901234567890.100','2026-01-02T10:00:00.500Z','2026-01-02T10:00:00',"
                        + "'[''x'',''y'']','{''x'':1}','0x01ff','true'",
                    "")
                .replace('\'', '"'));
  }

  @Test
  void jsonComesAsLinesOrAsOneArray() throws IOException {
    List<@Nullable Object> first = values("a", new BigDecimal("1.50"));
    List<@Nullable Object> second = values(null, null);
    assertThat(rows(ExportFormat.JSON_LINES, COLUMNS, List.of(first, second)))
        .isEqualTo("{\"name\":\"a\",\"total\":1.50}\n{\"name\":null,\"total\":null}\n");
    assertThat(rows(ExportFormat.JSON_ARRAY, COLUMNS, List.of(first, second)))
        .isEqualTo("[\n{\"name\":\"a\",\"total\":1.50},\n{\"name\":null,\"total\":null}\n]\n");
    assertThat(rows(ExportFormat.JSON_ARRAY, COLUMNS, List.of())).isEqualTo("[\n]\n");
  }

  @Test
  void changesAreWrittenWithWhatTheyDo() throws IOException {
    List<Row> changes = List.of(new Row(RowKind.UPDATE_AFTER, values("a", 1)));
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    ResultExport.changes(ExportFormat.CSV, COLUMNS, changes, csv);
    assertThat(csv.toString(StandardCharsets.UTF_8))
        .isEqualTo("\"op\",\"name\",\"total\"\r\n\"+U\",\"a\",\"1\"\r\n");
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ResultExport.changes(ExportFormat.JSON_LINES, COLUMNS, changes, json);
    assertThat(json.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"kind\":\"+U\",\"row\":{\"name\":\"a\",\"total\":1}}\n");
  }

  @Test
  void theNameOfTheFileTellsTheFormat() {
    assertThat(ExportFormat.of(Path.of("a/b.CSV"))).contains(ExportFormat.CSV);
    assertThat(ExportFormat.of(Path.of("b.jsonl"))).contains(ExportFormat.JSON_LINES);
    assertThat(ExportFormat.of(Path.of("b.ndjson"))).contains(ExportFormat.JSON_LINES);
    assertThat(ExportFormat.of(Path.of("b.json"))).contains(ExportFormat.JSON_ARRAY);
    assertThat(ExportFormat.of(Path.of("b.parquet"))).isEmpty();
  }

  @Test
  void anExportThatFailsLeavesTheFileBeforeItAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "before");
    assertThatThrownBy(
            () ->
                ResultExport.file(
                    file,
                    out -> {
                      out.write('x');
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("before");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static String rows(
      ExportFormat format, List<Column> columns, List<List<@Nullable Object>> rows)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultExport.rows(format, columns, rows, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
