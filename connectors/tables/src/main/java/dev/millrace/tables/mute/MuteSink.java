package dev.millrace.tables.mute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.types.DataType;

/** A table that is written and forgets every row. */
class MuteSink implements DynamicTableSink, SupportsWritingMetadata, SupportsPartitioning {
  private final String name;
  private final SinkChanges changes;
  private final Map<String, DataType> metadata;

  MuteSink(String name, SinkChanges changes, Map<String, DataType> metadata) {
    this.name = name;
    this.changes = changes;
    this.metadata = new LinkedHashMap<>(metadata);
  }

  final String name() {
    return name;
  }

  final SinkChanges changes() {
    return changes;
  }

  @Override
  public final ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return changes.mode(requestedMode);
  }

  @Override
  public final SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return SinkV2Provider.of(new DiscardingSink<>());
  }

  @Override
  public final Map<String, DataType> listWritableMetadata() {
    return new LinkedHashMap<>(metadata);
  }

  @Override
  public final void applyWritableMetadata(List<String> keys, DataType consumedType) {
    // Nothing is kept of a row.
  }

  @Override
  public final void applyStaticPartition(Map<String, String> partition) {
    // Nothing is kept of a row.
  }

  @Override
  public DynamicTableSink copy() {
    return new MuteSink(name, changes, metadata);
  }

  @Override
  public final String asSummaryString() {
    return "mute " + name;
  }
}
