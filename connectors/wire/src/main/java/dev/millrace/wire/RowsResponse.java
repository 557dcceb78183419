package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changelog of a finished query. */
public record RowsResponse(List<ColumnType> columns, List<Change> rows) {
  /**
   * One change.
   *
   * @param kind {@code INSERT}, {@code UPDATE_BEFORE}, {@code UPDATE_AFTER} or {@code DELETE}
   * @param fields JSON values in column order, in the form the SQL Gateway uses
   */
  public record Change(String kind, List<@Nullable Object> fields) {}
}
