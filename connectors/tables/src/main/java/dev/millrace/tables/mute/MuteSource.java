package dev.millrace.tables.mute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.types.DataType;

/** A table that is read and never gives a row. */
class MuteSource implements ScanTableSource, SupportsReadingMetadata {
  private final String name;
  private final SourceChanges changes;
  private final Map<String, DataType> metadata;

  MuteSource(String name, SourceChanges changes, Map<String, DataType> metadata) {
    this.name = name;
    this.changes = changes;
    this.metadata = new LinkedHashMap<>(metadata);
  }

  final String name() {
    return name;
  }

  final SourceChanges changes() {
    return changes;
  }

  @Override
  public final ChangelogMode getChangelogMode() {
    return changes.mode();
  }

  @Override
  public final ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    return SourceProvider.of(new IdleSource());
  }

  @Override
  public final Map<String, DataType> listReadableMetadata() {
    return new LinkedHashMap<>(metadata);
  }

  @Override
  public final void applyReadableMetadata(List<String> keys, DataType producedType) {
    // No row will carry it.
  }

  @Override
  public DynamicTableSource copy() {
    return new MuteSource(name, changes, metadata);
  }

  @Override
  public final String asSummaryString() {
    return "mute " + name;
  }
}
