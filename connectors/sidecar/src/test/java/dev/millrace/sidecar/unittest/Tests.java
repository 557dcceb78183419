package dev.millrace.sidecar.unittest;

import dev.millrace.wire.ColumnType;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.UnitTestRequest;
import dev.millrace.wire.UnitTestRequest.Given;
import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds unit tests; columns are written as {@code name TYPE}, rows as values in their order. */
final class Tests {
  private final List<Given> given = new ArrayList<>();
  private final List<String> setup = new ArrayList<>();
  private long timeoutMillis = 120_000;

  /** Given rows of a table under way. */
  final class Table {
    private final String name;
    private final List<ColumnType> columns = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private List<String> key = List.of();
    private @Nullable WatermarkSpec watermark;

    private Table(String name, String... columns) {
      this.name = name;
      for (String column : columns) {
        int space = column.indexOf(' ');
        String type = column.substring(space + 1);
        boolean clock = type.equals("PROCTIME");
        this.columns.add(
            new ColumnType(
                column.substring(0, space),
                clock ? "TIMESTAMP_LTZ(3) NOT NULL" : type,
                clock ? "proctime" : "none"));
      }
    }

    Table key(String... columns) {
      key = List.of(columns);
      return this;
    }

    Table watermark(String column, String expression) {
      watermark = new WatermarkSpec(column, expression);
      return this;
    }

    Table row(@Nullable Object... values) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int index = 0; index < values.length; index++) {
        row.put(columns.get(index).name(), values[index]);
      }
      rows.add(row);
      return this;
    }

    Table row(Map<String, @Nullable Object> values) {
      rows.add(values);
      return this;
    }

    Tests end() {
      given.add(new Given("c", "d", name, columns, key, watermark, rows));
      return Tests.this;
    }
  }

  Table table(String name, String... columns) {
    return new Table(name, columns);
  }

  Tests setup(String statement) {
    setup.add(statement);
    return this;
  }

  Tests timeoutMillis(long millis) {
    timeoutMillis = millis;
    return this;
  }

  UnitTestRequest query(String query) {
    return new UnitTestRequest(given, setup, query, timeoutMillis);
  }

  /** A changelog as short lines, such as {@code +I[1, a]}. */
  static List<String> lines(RowsResponse response) {
    return response.rows().stream()
        .map(
            change ->
                switch (change.kind()) {
                      case "INSERT" -> "+I";
                      case "UPDATE_BEFORE" -> "-U";
                      case "UPDATE_AFTER" -> "+U";
                      default -> "-D";
                    }
                    + Arrays.toString(change.fields().toArray()))
        .toList();
  }
}
