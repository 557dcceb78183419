package dev.millrace.tables.mute;

import java.util.Optional;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.module.Module;

/** Makes temporary tables mute: they belong to no catalog, so no catalog can hand out a factory. */
public final class MuteModule implements Module {
  private final MuteTableFactory tables = new MuteTableFactory();

  @Override
  public Optional<DynamicTableSourceFactory> getTableSourceFactory() {
    return Optional.of(tables);
  }

  @Override
  public Optional<DynamicTableSinkFactory> getTableSinkFactory() {
    return Optional.of(tables);
  }
}
