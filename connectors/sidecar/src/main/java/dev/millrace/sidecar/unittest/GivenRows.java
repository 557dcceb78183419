package dev.millrace.sidecar.unittest;

import static java.util.Objects.requireNonNull;

import dev.millrace.wire.UnitTestRequest.Given;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a given table, read and made ready to travel in a source.
 *
 * @param rows serialized, for Flink's rows are no Java objects that can be sent
 * @param eventTimes of each row in milliseconds; empty when the table has no event time
 */
record GivenRows(RowType type, List<byte[]> rows, List<Long> eventTimes) {
  GivenRows {
    requireNonNull(type, "type");
    rows = List.copyOf(rows);
    eventTimes = List.copyOf(eventTimes);
  }

  /** A given row is not of its table, said in words. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** The last row of each key. */
  GivenRows latest(int[] key) {
    RowDataSerializer serializer = new RowDataSerializer(type);
    Map<List<@Nullable Object>, byte[]> latest = new LinkedHashMap<>();
    for (byte[] bytes : rows) {
      RowData row = read(bytes, serializer);
      List<@Nullable Object> values = new ArrayList<>();
      for (int index : key) {
        values.add(RowData.createFieldGetter(type.getTypeAt(index), index).getFieldOrNull(row));
      }
      latest.put(values, bytes);
    }
    return new GivenRows(type, List.copyOf(latest.values()), List.of());
  }

  static RowData read(byte[] row, RowDataSerializer serializer) {
    try {
      return serializer.deserialize(new DataInputDeserializer(row));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /**
   * @throws UnreadableException naming table, row and column of what cannot be read
   */
  static GivenRows read(Given given, RowType type) {
    RowDataSerializer serializer = new RowDataSerializer(type);
    String eventTime = given.watermark() == null ? null : given.watermark().column();
    int eventTimeIndex = eventTime == null ? -1 : type.getFieldIndex(eventTime);
    RowKind kind = given.primaryKey().isEmpty() ? RowKind.INSERT : RowKind.UPDATE_AFTER;
    List<byte[]> rows = new ArrayList<>();
    List<Long> eventTimes = new ArrayList<>();
    for (Map<String, @Nullable Object> values : given.rows()) {
      String place = "Row " + (rows.size() + 1) + " given for `" + given.name() + "`: ";
      requireKnown(values, type, place);
      GenericRowData row = new GenericRowData(kind, type.getFieldCount());
      for (int index = 0; index < type.getFieldCount(); index++) {
        row.setField(index, value(values, type.getFields().get(index), place));
      }
      if (eventTimeIndex >= 0) {
        eventTimes.add(eventTime(row, eventTimeIndex, type.getTypeAt(eventTimeIndex), place));
      }
      rows.add(bytes(row, serializer));
    }
    return new GivenRows(type, rows, eventTimes);
  }

  private static void requireKnown(
      Map<String, @Nullable Object> values, RowType type, String place) {
    for (String column : values.keySet()) {
      if (!type.getFieldNames().contains(column)) {
        throw new UnreadableException(
            place
                + "there is no column `"
                + column
                + "`; the columns are "
                + String.join(", ", type.getFieldNames()));
      }
    }
  }

  private static @Nullable Object value(
      Map<String, @Nullable Object> values, RowType.RowField field, String place) {
    Object read;
    try {
      read = ValueReader.read(values.get(field.getName()), field.getType());
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(place + "column `" + field.getName() + "`: " + e.getMessage());
    }
    if (read == null && !field.getType().isNullable()) {
      throw new UnreadableException(
          place + "column `" + field.getName() + "` cannot be NULL and has no value");
    }
    return read;
  }

  private static long eventTime(GenericRowData row, int index, LogicalType type, String place) {
    if (row.isNullAt(index)) {
      throw new UnreadableException(place + "the event time cannot be NULL; give it a value");
    }
    return row.getTimestamp(index, LogicalTypeChecks.getPrecision(type)).getMillisecond();
  }

  private static byte[] bytes(GenericRowData row, RowDataSerializer serializer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      serializer.serialize(row, new DataOutputViewStreamWrapper(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
