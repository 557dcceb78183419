package dev.millrace.sidecar.planner;

import dev.millrace.tables.mute.ConnectorAbilities;
import dev.millrace.tables.mute.MuteTableFactory;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/**
 * Makes tables that are only looked at: mute ones where it is known what their connector can do,
 * whatever options they have yet; others by the connector itself, where a jar of the project has
 * it.
 */
final class AnalysisTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  private final MuteTableFactory mute = new MuteTableFactory();
  private final AvailableTableFactory available = new AvailableTableFactory(false);

  @Override
  public String factoryIdentifier() {
    return "analysis";
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
    return (isKnown(context) ? mute : available).createDynamicTableSource(context);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return (isKnown(context) ? mute : available).createDynamicTableSink(context);
  }

  private static boolean isKnown(Context context) {
    ResolvedCatalogTable table = context.getCatalogTable();
    return ConnectorAbilities.of(
            table.getOptions(), table.getResolvedSchema().getPrimaryKey().isPresent())
        .isKnown();
  }
}
