package dev.millrace.connector.flink.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON as Flink and the sidecar speak it: numbers stay exact, unknown fields are ignored. */
public final class Json {
  /** One value of a row may be long; Jackson's own limit is 20 million characters. */
  private static final int LONGEST_STRING = 256 * 1024 * 1024;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_STRING).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * @throws JsonProcessingException when the text is not JSON; the text is not in its message
   */
  public JsonNode parse(String text) throws JsonProcessingException {
    try {
      JsonNode node = mapper.readTree(text);
      return node == null ? mapper.missingNode() : node;
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw e;
    }
  }

  public <T> T read(String text, Class<T> type) throws JsonProcessingException {
    try {
      return mapper.readValue(text, type);
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw e;
    }
  }

  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  /** An object of strings. */
  public ObjectNode object(Map<String, String> fields) {
    ObjectNode node = object();
    fields.forEach(node::put);
    return node;
  }

  /** A value that has been read untyped, as a node again. */
  public JsonNode toNode(Object value) {
    return mapper.valueToTree(value);
  }

  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a " + value.getClass().getSimpleName() + " cannot be written as JSON", e);
    }
  }
}
