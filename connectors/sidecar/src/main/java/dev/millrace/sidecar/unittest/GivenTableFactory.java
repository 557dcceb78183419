package dev.millrace.sidecar.unittest;

import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Makes the tables of one run from the rows given for it. */
final class GivenTableFactory implements DynamicTableSourceFactory {
  private final Map<String, GivenRows> rowsByTable;

  /**
   * @param rowsByTable by Flink's summary of a table's name
   */
  GivenTableFactory(Map<String, GivenRows> rowsByTable) {
    this.rowsByTable = Map.copyOf(rowsByTable);
  }

  @Override
  public String factoryIdentifier() {
    return "given";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    String table = context.getObjectIdentifier().asSummaryString();
    GivenRows rows = rowsByTable.get(table);
    if (rows == null) {
      throw new ValidationException("No rows are given for " + table);
    }
    return new GivenTableSource(
        rows, context.getCatalogTable().getResolvedSchema().getPrimaryKeyIndexes());
  }
}
