package dev.millrace.connector.flink.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers as a real Flink 2.3 gave them, shortened where the shortened part is not read. */
final class FakeTexts {
  static final String TYPED_VALUES_COLUMNS =
      """
      {"name":"a","logicalType":{"type":"TINYINT","nullable":false},"comment":null},
      {"name":"b","logicalType":{"type":"BIGINT","nullable":false},"comment":null},
      {"name":"c","logicalType":{"type":"DECIMAL","nullable":false,"precision":10,"scale":2}},
      {"name":"d","logicalType":{"type":"DATE","nullable":false}},
      {"name":"e","logicalType":{"type":"TIME_WITHOUT_TIME_ZONE","nullable":false,"precision":0}},
      {"name":"f","logicalType":{"type":"TIMESTAMP_WITHOUT_TIME_ZONE","nullable":false,"precision":3}},
      {"name":"g","logicalType":{"type":"TIMESTAMP_WITH_LOCAL_TIME_ZONE","nullable":false,"precision":3}},
      {"name":"h","logicalType":{"type":"BINARY","nullable":false,"length":2}},
      {"name":"j","logicalType":{"type":"ARRAY","nullable":false,"elementType":{"type":"INTEGER","nullable":false}}},
      {"name":"k","logicalType":{"type":"MAP","nullable":false,"keyType":{"type":"CHAR","nullable":false,"length":1},"valueType":{"type":"DECIMAL","nullable":false,"precision":4,"scale":1}}},
      {"name":"l","logicalType":{"type":"DOUBLE","nullable":false}},
      {"name":"n","logicalType":{"type":"BOOLEAN","nullable":false}},
      {"name":"o","logicalType":{"type":"INTEGER","nullable":true}},
      {"name":"r","logicalType":{"type":"ROW","nullable":false,"fields":[{"name":"x","fieldType":{"type":"INTEGER","nullable":true}},{"name":"y z","fieldType":{"type":"ARRAY","nullable":true,"elementType":{"type":"ROW","nullable":true,"fields":[{"name":"s","fieldType":{"type":"VARCHAR","nullable":true,"length":2147483647}}]}}}]}},
      {"name":"u","logicalType":{"type":"BIGINT","nullable":false}}
      """;

  static final String TYPED_VALUES_ROW =
      """
      {"kind":"INSERT","fields":[1,2,1.5,"2026-01-02","10:11:12","2026-01-02T03:04:05.123","2026-01-02T03:04:05.123Z","AQI=",[1,2],{"k":1.5},1e+300,true,null,{"x":1,"y z":[{"s":"a"}]},9223372036854775807]}
      """;

  private FakeTexts() {}

  static String column(String name, String type) {
    return "{\"name\":\""
        + name
        + "\",\"logicalType\":{\"type\":\""
        + type
        + "\",\"nullable\":true}}";
  }

  static String row(String kind, Object... fields) {
    return new ObjectMapper()
        .createObjectNode()
        .put("kind", kind)
        .set("fields", new ObjectMapper().valueToTree(fields))
        .toString();
  }

  /** The chain that the gateway wraps every cause in. */
  static String error(String... causes) {
    StringBuilder trace =
        new StringBuilder(
            """
            <Exception on server side:
            org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed.
            \tat org.apache.flink.table.gateway.rest.Handler.handle(Handler.java:91)
            """);
    for (String cause : causes) {
      String typed =
          cause.contains("Exception: ") ? cause : "java.lang.IllegalStateException: " + cause;
      trace.append("Caused by: ").append(typed).append("\n\t... 40 more\n");
    }
    trace.append("\nEnd of exception on server side>");
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.putArray("errors").add("Internal server error.").add(trace.toString());
    return body.toString();
  }
}
