package dev.millrace.sidecar.unittest;

import dev.millrace.wire.RowsResponse.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.RowDataToJsonConverters;
import org.apache.flink.formats.json.RowDataToJsonConverters.RowDataToJsonConverter;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Writes result rows in the form of the SQL Gateway, by the converters that it uses itself. */
final class ResultRows {
  private final ObjectMapper json = new ObjectMapper();
  private final List<RowData.FieldGetter> getters = new ArrayList<>();
  private final List<RowDataToJsonConverter> converters = new ArrayList<>();

  ResultRows(RowType type) {
    RowDataToJsonConverters all =
        new RowDataToJsonConverters(
            TimestampFormat.ISO_8601, MapNullKeyMode.LITERAL, "null", false);
    List<LogicalType> types = type.getChildren();
    for (int index = 0; index < types.size(); index++) {
      getters.add(RowData.createFieldGetter(types.get(index), index));
      converters.add(all.createConverter(types.get(index)));
    }
  }

  Change change(RowData row) {
    List<@Nullable Object> fields = new ArrayList<>();
    for (int index = 0; index < getters.size(); index++) {
      Object value = getters.get(index).getFieldOrNull(row);
      fields.add(value == null ? null : plain(converters.get(index).convert(json, null, value)));
    }
    return new Change(row.getRowKind().name(), fields);
  }

  /** Flink has a Jackson of its own; what leaves here is of the JDK. */
  private static @Nullable Object plain(JsonNode node) {
    if (node.isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      node.forEach(item -> items.add(plain(item)));
      return items;
    }
    if (node.isObject()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
      return fields;
    }
    return switch (node.getNodeType()) {
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.textValue();
      case BINARY -> base64(node);
      case NULL, MISSING -> null;
      case ARRAY, OBJECT, POJO ->
          throw new IllegalStateException("no JSON value: " + node.getNodeType());
    };
  }

  private static String base64(JsonNode node) {
    try {
      return Base64.getEncoder().encodeToString(node.binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be read", e);
    }
  }
}
