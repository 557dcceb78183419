package dev.millrace.engine.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes rows for people and programs. */
public final class ResultWriter {
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .writer();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultWriter() {}

  /**
   * A text table with a header, cut with an ellipsis to fit the width.
   *
   * @param width of the terminal in columns; 0 for no limit
   */
  public static String table(List<Column> columns, List<List<@Nullable Object>> rows, int width) {
    return TableRenderer.render(
        columns.stream()
            .map(
                column ->
                    new TableRenderer.Heading(column.name(), TableRenderer.isNumber(column.type())))
            .toList(),
        rows.stream().map(row -> row.stream().map(ValueText::of).toList()).toList(),
        width);
  }

  /** One JSON object, by column name, with no line end. */
  public static String json(List<Column> columns, List<@Nullable Object> row) {
    return written(object(columns, row));
  }

  /** {@code {"kind": "+I", "row": {...}}}, with no line end. */
  public static String json(List<Column> columns, Row change) {
    ObjectNode object = NODES.objectNode();
    object.put("kind", change.kind().sign());
    object.set("row", object(columns, change.values()));
    return written(object);
  }

  /** One value for a terminal: as {@link ValueText#of}, with nothing that could command it. */
  public static String text(@Nullable Object value) {
    return ValueText.printable(ValueText.of(value));
  }

  /**
   * A value as JSON: numbers exact, times and bytes as {@link ValueText}, arrays, rows and maps
   * nested.
   */
  public static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Boolean flag -> NODES.booleanNode(flag);
      // JSON has no NaN and no infinity.
      case Double number when !Double.isFinite(number) -> NODES.textNode(number.toString());
      case Float number when !Float.isFinite(number) -> NODES.textNode(number.toString());
      case Double number -> NODES.numberNode(number);
      case Float number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number);
      case Number number -> NODES.numberNode(number.longValue());
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(element -> array.add(node(element)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, element) -> object.set(ValueText.of(key), node(element)));
        yield object;
      }
      default -> NODES.textNode(ValueText.of(value));
    };
  }

  private static ObjectNode object(List<Column> columns, List<@Nullable Object> row) {
    ObjectNode object = NODES.objectNode();
    IntStream.range(0, columns.size())
        .forEach(index -> object.set(columns.get(index).name(), node(row.get(index))));
    return object;
  }

  private static String written(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON values can always be written", e);
    }
  }
}
