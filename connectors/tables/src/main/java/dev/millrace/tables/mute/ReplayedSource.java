package dev.millrace.tables.mute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsDynamicFiltering;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsPartitionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;

/**
 * Stands for a source of a plan that was made before, with whatever that plan has pushed into it.
 * It is not for planning: it takes everything, which no real source does.
 */
final class ReplayedSource extends MuteSource
    implements LookupTableSource,
        SupportsProjectionPushDown,
        SupportsFilterPushDown,
        SupportsLimitPushDown,
        SupportsPartitionPushDown,
        SupportsAggregatePushDown,
        SupportsDynamicFiltering,
        SupportsWatermarkPushDown,
        SupportsSourceWatermark {
  ReplayedSource(String name, SourceChanges changes, Map<String, DataType> metadata) {
    super(name, changes, metadata);
  }

  @Override
  public boolean supportsNestedProjection() {
    return true;
  }

  @Override
  public void applyProjection(int[][] projectedFields, DataType producedDataType) {
    // No row has any field.
  }

  @Override
  public Result applyFilters(List<ResolvedExpression> filters) {
    return Result.of(filters, List.of());
  }

  @Override
  public void applyLimit(long limit) {
    // No row is below every limit.
  }

  @Override
  public Optional<List<Map<String, String>>> listPartitions() {
    return Optional.empty();
  }

  @Override
  public void applyPartitions(List<Map<String, String>> remainingPartitions) {
    // Every partition is as empty as the others.
  }

  @Override
  public boolean applyAggregates(
      List<int[]> groupingSets,
      List<AggregateExpression> aggregateExpressions,
      DataType producedDataType) {
    return true;
  }

  @Override
  public List<String> listAcceptedFilterFields() {
    return List.of();
  }

  @Override
  public void applyDynamicFiltering(List<String> candidateFilterFields) {
    // There is nothing to filter.
  }

  @Override
  public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
    // Without rows there is no event time.
  }

  @Override
  public void applySourceWatermark() {
    // Without rows there is no event time.
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    return LookupFunctionProvider.of(new MuteLookupSource.EmptyAnswers());
  }

  @Override
  public DynamicTableSource copy() {
    return new ReplayedSource(name(), changes(), listReadableMetadata());
  }
}
