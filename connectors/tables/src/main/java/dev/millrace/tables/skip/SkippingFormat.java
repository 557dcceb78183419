package dev.millrace.tables.skip;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A format that is another in all but the messages it leaves out. */
class SkippingFormat implements DecodingFormat<DeserializationSchema<RowData>> {
  private final DecodingFormat<DeserializationSchema<RowData>> inner;
  final List<String> messages;

  SkippingFormat(DecodingFormat<DeserializationSchema<RowData>> inner, List<String> messages) {
    this.inner = inner;
    this.messages = messages;
  }

  @Override
  public DeserializationSchema<RowData> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType physicalDataType) {
    return new SkippingSchema(inner.createRuntimeDecoder(context, physicalDataType), messages);
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return inner.getChangelogMode();
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    return inner.listReadableMetadata();
  }

  @Override
  public void applyReadableMetadata(List<String> metadataKeys) {
    inner.applyReadableMetadata(metadataKeys);
  }

  /** Around a format that reads single columns: a plan that asks for some finds them here too. */
  static final class Projectable extends SkippingFormat
      implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {
    private final ProjectableDecodingFormat<DeserializationSchema<RowData>> inner;

    Projectable(
        ProjectableDecodingFormat<DeserializationSchema<RowData>> inner, List<String> messages) {
      super(inner, messages);
      this.inner = inner;
    }

    @Override
    public boolean supportsNestedProjection() {
      return inner.supportsNestedProjection();
    }

    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType physicalDataType) {
      return super.createRuntimeDecoder(context, physicalDataType);
    }

    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType physicalDataType, int[][] projections) {
      return new SkippingSchema(
          inner.createRuntimeDecoder(context, physicalDataType, projections), messages);
    }
  }
}
