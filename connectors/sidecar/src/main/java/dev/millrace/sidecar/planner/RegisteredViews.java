package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.planner.QueryFacts.QueryColumn;
import dev.millrace.tables.mute.MuteTableFactory;
import dev.millrace.tables.mute.SourceChanges;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * Makes a view known to the queries after it.
 *
 * <p>Flink expands a view again at every use, so a diamond of views costs twice as much with each
 * level. Where a table says all that the planner knows of the view, a table takes its place:
 * columns, event time, key and changes. Where a table cannot (two time attributes, a key that may
 * be null, bounds of windows), it stays a view, for being right comes first.
 */
final class RegisteredViews {
  private RegisteredViews() {}

  static boolean canBeTable(QueryFacts view) {
    long rowtimes = view.columns().stream().filter(column -> column.time() == Time.ROWTIME).count();
    boolean tellableKey =
        view.keys().isEmpty()
            || (view.keys().size() == 1
                && !view.keys().get(0).isEmpty()
                && KeyChoice.isNotNull(view.keys().get(0), view.columns()));
    return rowtimes <= 1 && tellableKey && !view.windowed();
  }

  /** The table that stands for the view. */
  static CatalogTable table(QueryFacts view) {
    Schema.Builder schema = Schema.newBuilder();
    for (QueryColumn column : view.columns()) {
      if (column.time() == Time.PROCTIME) {
        schema.columnByExpression(column.name(), "PROCTIME()");
      } else {
        schema.column(column.name(), TypeConversions.fromLogicalToDataType(column.type()));
      }
      if (column.time() == Time.ROWTIME) {
        schema.watermark(column.name(), TableStatement.quote(column.name()));
      }
    }
    if (!view.keys().isEmpty()) {
      schema.primaryKey(
          view.keys().get(0).stream().map(index -> view.columns().get(index).name()).toList());
    }
    return CatalogTable.newBuilder()
        .schema(schema.build())
        .options(
            Map.of(
                "connector",
                MuteTableFactory.IDENTIFIER,
                MuteTableFactory.CHANGES.key(),
                changes(view.changes()).name()))
        .partitionKeys(List.of())
        .build();
  }

  /** A table that takes whatever the view gives. */
  static CatalogTable sink(QueryFacts view) {
    Schema.Builder schema = Schema.newBuilder();
    for (QueryColumn column : view.columns()) {
      schema.column(column.name(), TypeConversions.fromLogicalToDataType(column.type()));
    }
    return CatalogTable.newBuilder()
        .schema(schema.build())
        .options(Map.of("connector", MuteTableFactory.IDENTIFIER))
        .partitionKeys(List.of())
        .build();
  }

  private static SourceChanges changes(Changes changes) {
    return changes == Changes.INSERT_ONLY ? SourceChanges.INSERT_ONLY : SourceChanges.ALL;
  }
}
