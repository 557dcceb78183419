package dev.millrace.tables.mute;

import java.util.Map;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsTargetColumnWriting;
import org.apache.flink.table.types.DataType;

/** Stands for a sink of a plan that was made before, with whatever that plan asks of it. */
final class ReplayedSink extends MuteSink
    implements SupportsOverwrite, SupportsTargetColumnWriting {
  ReplayedSink(String name, SinkChanges changes, Map<String, DataType> metadata) {
    super(name, changes, metadata);
  }

  @Override
  public void applyOverwrite(boolean overwrite) {
    // Nothing is kept of a row.
  }

  @Override
  public boolean applyTargetColumns(int[][] targetColumns) {
    return true;
  }

  @Override
  public DynamicTableSink copy() {
    return new ReplayedSink(name(), changes(), listWritableMetadata());
  }
}
