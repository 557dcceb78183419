package dev.millrace.connector.flink.types;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.types.FlinkType.ArrayOf;
import dev.millrace.connector.flink.types.FlinkType.Field;
import dev.millrace.connector.flink.types.FlinkType.MapOf;
import dev.millrace.connector.flink.types.FlinkType.MultisetOf;
import dev.millrace.connector.flink.types.FlinkType.Root;
import dev.millrace.connector.flink.types.FlinkType.RowOf;
import dev.millrace.connector.flink.types.FlinkType.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code logicalType} objects of the SQL Gateway. */
public final class TypeJson {
  private TypeJson() {}

  public static FlinkType read(JsonNode node) {
    String type = node.path("type").asText();
    boolean nullable = node.path("nullable").asBoolean(true);
    return switch (type) {
      case "BOOLEAN", "TINYINT", "SMALLINT", "BIGINT", "FLOAT", "DOUBLE", "DATE" ->
          new Scalar(Root.valueOf(type), type, 0, nullable);
      case "INTEGER" -> new Scalar(Root.INT, "INT", 0, nullable);
      case "DECIMAL" -> {
        int scale = node.path("scale").asInt();
        String name = "DECIMAL(" + node.path("precision").asInt() + ", " + scale + ")";
        yield new Scalar(Root.DECIMAL, name, scale, nullable);
      }
      case "CHAR", "VARCHAR", "BINARY", "VARBINARY" ->
          sized(Root.valueOf(type), node, "length", nullable);
      case "TIME_WITHOUT_TIME_ZONE" -> sized(Root.TIME, node, "precision", nullable);
      case "TIMESTAMP_WITHOUT_TIME_ZONE" -> sized(Root.TIMESTAMP, node, "precision", nullable);
      case "TIMESTAMP_WITH_LOCAL_TIME_ZONE" ->
          sized(Root.TIMESTAMP_LTZ, node, "precision", nullable);
      case "INTERVAL_YEAR_MONTH" ->
          new Scalar(Root.INTERVAL_YEAR_MONTH, "INTERVAL YEAR TO MONTH", 0, nullable);
      case "INTERVAL_DAY_TIME" ->
          new Scalar(Root.INTERVAL_DAY_TIME, "INTERVAL DAY TO SECOND", 0, nullable);
      case "ARRAY" -> new ArrayOf(read(node.path("elementType")), nullable);
      case "MULTISET" -> new MultisetOf(read(node.path("elementType")), nullable);
      case "MAP" -> new MapOf(read(node.path("keyType")), read(node.path("valueType")), nullable);
      case "ROW" -> {
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : node.path("fields")) {
          fields.add(new Field(field.path("name").asText(), read(field.path("fieldType"))));
        }
        yield new RowOf(fields, nullable);
      }
      default -> new Scalar(Root.OTHER, type, 0, nullable);
    };
  }

  private static Scalar sized(Root root, JsonNode node, String size, boolean nullable) {
    return new Scalar(root, root + "(" + node.path(size).asInt() + ")", 0, nullable);
  }
}
