package dev.millrace.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Run a query over given rows: {@link Wire#UNIT_TEST}. */
public record UnitTestRequest(
    List<Given> given, List<String> setup, String query, long timeoutMillis) {
  /** An input; rows hold JSON values by column name, a missing one is NULL. */
  public record Given(
      String catalog,
      String database,
      String name,
      List<ColumnType> columns,
      List<String> primaryKey,
      @Nullable WatermarkSpec watermark,
      List<Map<String, @Nullable Object>> rows) {}
}
