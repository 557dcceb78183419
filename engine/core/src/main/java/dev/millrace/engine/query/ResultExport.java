package dev.millrace.engine.query;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows and changes for other programs. Values keep their types: decimals are exact and never
 * in exponent form, times are ISO 8601, TIMESTAMP_LTZ in UTC with its {@code Z}.
 */
public final class ResultExport {
  /** Heading of the column that tells what a change does. */
  public static final String KIND = "op";

  /** Every value stands in quotes but NULL, so that empty text is told from it. */
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).get();

  private ResultExport() {}

  /** Writes the rows of a table; the stream stays open. */
  public static void rows(
      ExportFormat format,
      List<Column> columns,
      Collection<List<@Nullable Object>> rows,
      OutputStream out)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    switch (format) {
      case CSV -> {
        List<List<@Nullable Object>> lines = new ArrayList<>();
        lines.add(List.copyOf(columns.stream().map(Column::name).toList()));
        lines.addAll(rows);
        csv(writer, lines);
      }
      case JSON_LINES -> {
        for (List<@Nullable Object> row : rows) {
          writer.append(ResultWriter.json(columns, row)).append('\n');
        }
      }
      case JSON_ARRAY ->
          array(writer, rows.stream().map(row -> ResultWriter.json(columns, row)).toList());
    }
    writer.flush();
  }

  /** Writes changes, each with what it does; the stream stays open. */
  public static void changes(
      ExportFormat format, List<Column> columns, Collection<Row> changes, OutputStream out)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    switch (format) {
      case CSV -> {
        List<List<@Nullable Object>> lines = new ArrayList<>();
        List<@Nullable Object> header = new ArrayList<>(List.of(KIND));
        columns.forEach(column -> header.add(column.name()));
        lines.add(header);
        for (Row change : changes) {
          List<@Nullable Object> line = new ArrayList<>();
          line.add(change.kind().sign());
          line.addAll(change.values());
          lines.add(line);
        }
        csv(writer, lines);
      }
      case JSON_LINES -> {
        for (Row change : changes) {
          writer.append(ResultWriter.json(columns, change)).append('\n');
        }
      }
      case JSON_ARRAY ->
          array(
              writer, changes.stream().map(change -> ResultWriter.json(columns, change)).toList());
    }
    writer.flush();
  }

  /** What writes an export into a stream. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Writes a file as a whole: who reads it meanwhile sees the old one or the new one. */
  public static void file(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.write(out);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void csv(Writer writer, List<List<@Nullable Object>> lines) throws IOException {
    CSVPrinter printer = new CSVPrinter(writer, CSV);
    for (List<@Nullable Object> line : lines) {
      printer.printRecord(line.stream().map(ResultExport::field));
    }
  }

  private static @Nullable String field(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> ResultWriter.node(list).toString();
      case Map<?, ?> map -> ResultWriter.node(map).toString();
      default -> ValueText.of(value);
    };
  }

  private static void array(Writer writer, List<String> objects) throws IOException {
    writer.append('[');
    String separator = "\n";
    for (String object : objects) {
      writer.append(separator).append(object);
      separator = ",\n";
    }
    writer.append("\n]\n");
  }
}
