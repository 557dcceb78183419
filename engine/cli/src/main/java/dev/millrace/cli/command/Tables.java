package dev.millrace.cli.command;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.query.ResultWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small tables of text, in the form query results have. */
final class Tables {
  private Tables() {}

  /** A table of texts under headers; null is an empty cell. */
  static String of(List<String> headers, List<? extends List<? extends @Nullable Object>> rows) {
    List<Column> columns = headers.stream().map(header -> new Column(header, "STRING")).toList();
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (List<? extends @Nullable Object> row : rows) {
      List<@Nullable Object> line = new ArrayList<>();
      row.forEach(cell -> line.add(cell == null ? "" : cell));
      cells.add(line);
    }
    return ResultWriter.table(columns, cells, 0);
  }
}
