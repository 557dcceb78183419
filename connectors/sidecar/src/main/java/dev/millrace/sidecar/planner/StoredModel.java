package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.planner.QueryFacts.QueryColumn;
import dev.millrace.sidecar.planner.TableStatement.StoredColumn;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Decides the table that a derived model is stored in. */
final class StoredModel {
  private static final int MOST_WATERMARK_PRECISION = 3;

  private StoredModel() {}

  static TableStatement of(
      List<String> name, QueryFacts query, StorageSpec storage, StatementText statement)
      throws SqlRefusedException {
    List<String> key = KeyChoice.of(storage, query);
    SqlPlaces places = new SqlPlaces(statement);
    List<Finding> findings = new ArrayList<>();
    List<StoredColumn> columns = new ArrayList<>();
    for (QueryColumn column : query.columns()) {
      // Rows from before a column was added do not have it, whatever today's query says.
      boolean neverNull = key.contains(column.name()) || storage.notNull().contains(column.name());
      LogicalType type = column.type().copy(!neverNull);
      if (!canBeStored(type)) {
        findings.add(
            new Finding(
                "Column `%s` has type %s, which no table can store: CAST it to the type it is to have"
                    .formatted(column.name(), type.asSummaryString()),
                places.itemNamed(column.name()).orElse(null)));
      }
      columns.add(new StoredColumn(column.name(), type));
    }
    // What a virtual column's type is only Flink can say, when the table is made.
    if (storage.watermark() != null
        && !storage.virtualColumns().containsKey(storage.watermark().column())) {
      checkWatermark(storage.watermark(), query, places, findings);
    }
    if (!findings.isEmpty()) {
      throw new SqlRefusedException(findings);
    }
    return new TableStatement(
        name,
        columns,
        key,
        storage.watermark(),
        storage.partitionedBy(),
        storage.virtualColumns(),
        key.isEmpty() ? storage.appendOptions() : storage.keyedOptions());
  }

  private static boolean canBeStored(LogicalType type) {
    if (LogicalTypeChecks.hasNested(type, StoredModel::isUnspeakable)) {
      return false;
    }
    try {
      return !type.asSerializableString().isEmpty();
    } catch (TableException e) {
      return false;
    }
  }

  /** Types that Flink infers and then cannot read back in a CREATE TABLE. */
  private static boolean isUnspeakable(LogicalType type) {
    return type.is(LogicalTypeRoot.NULL)
        || type.is(LogicalTypeFamily.INTERVAL)
        || type.is(LogicalTypeRoot.SYMBOL)
        || type.is(LogicalTypeRoot.UNRESOLVED);
  }

  private static void checkWatermark(
      WatermarkSpec watermark, QueryFacts query, SqlPlaces places, List<Finding> findings) {
    QueryColumn column =
        query.columns().stream()
            .filter(candidate -> candidate.name().equals(watermark.column()))
            .findFirst()
            .orElse(null);
    if (column == null) {
      findings.add(
          new Finding(
              "The watermark's column `%s` is not among the query's columns: %s"
                  .formatted(watermark.column(), String.join(", ", query.names())),
              null));
      return;
    }
    LogicalType type = column.type();
    boolean timestamp =
        type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
            || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    if (!timestamp || LogicalTypeChecks.getPrecision(type) > MOST_WATERMARK_PRECISION) {
      findings.add(
          new Finding(
              "Column `%s` has type %s, and a watermark needs TIMESTAMP(3) or TIMESTAMP_LTZ(3):"
                      .formatted(column.name(), type.asSummaryString())
                  + " CAST it to one of them",
              places.itemNamed(column.name()).orElse(null)));
    }
  }
}
