package dev.millrace.connector.flink.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.connector.flink.types.FlinkType.ArrayOf;
import dev.millrace.connector.flink.types.FlinkType.Field;
import dev.millrace.connector.flink.types.FlinkType.MapOf;
import dev.millrace.connector.flink.types.FlinkType.MultisetOf;
import dev.millrace.connector.flink.types.FlinkType.RowOf;
import dev.millrace.connector.flink.types.FlinkType.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the Java values of {@link dev.millrace.engine.connect.Row} from the gateway's JSON. */
public final class ValueDecoder {
  private ValueDecoder() {}

  /**
   * @throws IllegalArgumentException when the JSON does not fit the type
   */
  public static @Nullable Object decode(JsonNode node, FlinkType type) {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    return switch (type) {
      case Scalar scalar -> scalar(node, scalar);
      case ArrayOf array -> list(node, array.element());
      case MapOf map -> map(node, map.key(), map.value());
      case MultisetOf multiset ->
          map(node, multiset.element(), new Scalar(FlinkType.Root.INT, "INT", 0, false));
      case RowOf row -> fields(node, row.fields());
    };
  }

  private static Object scalar(JsonNode node, Scalar type) {
    try {
      return switch (type.root()) {
        case BOOLEAN -> node.isBoolean() ? node.booleanValue() : Boolean.valueOf(node.asText());
        case TINYINT, SMALLINT, INT, INTERVAL_YEAR_MONTH -> number(node).intValueExact();
        case BIGINT, INTERVAL_DAY_TIME -> number(node).longValueExact();
        // "NaN" and "Infinity" come as strings.
        case FLOAT -> Float.valueOf(node.asText());
        case DOUBLE -> Double.valueOf(node.asText());
        case DECIMAL -> decimal(number(node), type.scale());
        case CHAR, VARCHAR -> node.asText();
        case BINARY, VARBINARY -> Base64.getDecoder().decode(node.asText());
        case DATE -> LocalDate.parse(node.asText());
        case TIME -> LocalTime.parse(node.asText());
        case TIMESTAMP -> LocalDateTime.parse(iso(node.asText()));
        case TIMESTAMP_LTZ -> instant(iso(node.asText()));
        case OTHER -> node.isTextual() ? node.asText() : node.toString();
      };
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "a value of JSON type " + node.getNodeType() + " is not a " + type.text(), e);
    }
  }

  private static BigDecimal number(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText());
  }

  /** JSON drops trailing zeros of the scale; digits are never dropped here. */
  private static BigDecimal decimal(BigDecimal value, int scale) {
    return value.scale() <= scale ? value.setScale(scale, RoundingMode.UNNECESSARY) : value;
  }

  private static String iso(String text) {
    return text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static List<@Nullable Object> list(JsonNode node, FlinkType element) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonNode item : node) {
      values.add(decode(item, element));
    }
    return Collections.unmodifiableList(values);
  }

  private static Map<Object, @Nullable Object> map(JsonNode node, FlinkType key, FlinkType value) {
    Map<Object, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      // JSON has no keys but strings.
      values.put(mapKey(entry.getKey(), key), decode(entry.getValue(), value));
    }
    return Collections.unmodifiableMap(values);
  }

  private static Object mapKey(String text, FlinkType type) {
    return type instanceof Scalar scalar ? scalar(TextNode.valueOf(text), scalar) : text;
  }

  private static Map<String, @Nullable Object> fields(JsonNode node, List<Field> fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      JsonNode value = node.isArray() ? node.path(i) : node.path(field.name());
      values.put(field.name(), decode(value, field.type()));
    }
    return Collections.unmodifiableMap(values);
  }
}
