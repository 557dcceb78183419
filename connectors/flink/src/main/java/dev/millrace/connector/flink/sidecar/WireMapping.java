package dev.millrace.connector.flink.sidecar;

import dev.millrace.connector.flink.rest.Json;
import dev.millrace.connector.flink.types.FlinkType;
import dev.millrace.connector.flink.types.TypeText;
import dev.millrace.connector.flink.types.ValueDecoder;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.ColumnType;
import dev.millrace.wire.Range;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the wire's records and the engine's have in common. */
final class WireMapping {
  private WireMapping() {}

  static Column column(ColumnType column) {
    return new Column(
        column.name(),
        column.type(),
        TimeAttribute.valueOf(column.time().toUpperCase(Locale.ROOT)));
  }

  static ColumnType column(Column column) {
    return new ColumnType(
        column.name(), column.type(), column.time().name().toLowerCase(Locale.ROOT));
  }

  static @Nullable WatermarkSpec watermark(Optional<Watermark> watermark) {
    return watermark
        .map(declared -> new WatermarkSpec(declared.column(), declared.expression()))
        .orElse(null);
  }

  static Optional<TextRange> range(@Nullable Range range) {
    return range == null
        ? Optional.empty()
        : Optional.of(
            new TextRange(range.line(), range.column(), range.endLine(), range.endColumn()));
  }

  static List<Row> rows(RowsResponse response, Json json) {
    List<FlinkType> types =
        response.columns().stream().map(column -> TypeText.read(column.type())).toList();
    List<Row> rows = new ArrayList<>();
    for (RowsResponse.Change change : response.rows()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        Object field = change.fields().get(i);
        values.add(field == null ? null : ValueDecoder.decode(json.toNode(field), types.get(i)));
      }
      rows.add(new Row(RowKind.valueOf(change.kind()), values));
    }
    return rows;
  }

  /** Values of those placeholders alone that the texts hold: no secret travels without need. */
  static Map<String, String> bindings(Bindings bindings, Collection<String> texts) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String text : texts) {
      for (String key : Bindings.placeholdersIn(text)) {
        values.put(key, bindings.resolve("${" + key + "}"));
      }
    }
    return values;
  }
}
