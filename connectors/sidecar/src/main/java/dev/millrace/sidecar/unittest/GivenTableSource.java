package dev.millrace.sidecar.unittest;

import java.util.Arrays;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.types.RowKind;

/**
 * A given table: read from its first row to its last, and asked by key where the query does so.
 * With a key a later row of the same key replaces the earlier one.
 */
final class GivenTableSource implements ScanTableSource, LookupTableSource {
  private final GivenRows rows;
  private final int[] primaryKey;

  /**
   * @param primaryKey indexes of the key's columns; empty for a table without key
   */
  GivenTableSource(GivenRows rows, int[] primaryKey) {
    this.rows = rows;
    this.primaryKey = primaryKey.clone();
  }

  private boolean isKeyed() {
    return primaryKey.length > 0;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return isKeyed()
        ? ChangelogMode.newBuilder()
            .addContainedKind(RowKind.UPDATE_AFTER)
            .addContainedKind(RowKind.DELETE)
            .build()
        : ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    return SourceProvider.of(new GivenSource(rows), 1);
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    int[] key = Arrays.stream(context.getKeys()).mapToInt(path -> path[0]).toArray();
    return LookupFunctionProvider.of(
        new GivenLookup(isKeyed() ? rows.latest(primaryKey) : rows, key));
  }

  @Override
  public DynamicTableSource copy() {
    return new GivenTableSource(rows, primaryKey);
  }

  @Override
  public String asSummaryString() {
    return "given rows";
  }
}
