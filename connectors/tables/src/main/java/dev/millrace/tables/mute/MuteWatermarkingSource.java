package dev.millrace.tables.mute;

import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** Stands for connectors that make watermarks inside the source, such as Kafka's. */
final class MuteWatermarkingSource extends MuteSource implements SupportsWatermarkPushDown {
  MuteWatermarkingSource(String name, SourceChanges changes, Map<String, DataType> metadata) {
    super(name, changes, metadata);
  }

  @Override
  public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
    // Without rows there is no event time.
  }

  @Override
  public DynamicTableSource copy() {
    return new MuteWatermarkingSource(name(), changes(), listReadableMetadata());
  }
}
