package dev.millrace.tables.mute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.types.DataType;

/** Stands for connectors that can be asked by key, such as JDBC's; every answer is empty. */
final class MuteLookupSource extends MuteSource implements LookupTableSource {
  MuteLookupSource(String name, SourceChanges changes, Map<String, DataType> metadata) {
    super(name, changes, metadata);
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    return LookupFunctionProvider.of(new EmptyAnswers());
  }

  @Override
  public DynamicTableSource copy() {
    return new MuteLookupSource(name(), changes(), listReadableMetadata());
  }

  /** Finds nothing. */
  public static final class EmptyAnswers extends LookupFunction {
    private static final long serialVersionUID = 1;

    @Override
    public Collection<RowData> lookup(RowData keyRow) {
      return List.of();
    }
  }
}
