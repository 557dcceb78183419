package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads row types of a compiled plan, which come as text or, when a time attribute is among the
 * fields, as an object.
 */
final class RowFields {
  /** A field; the type is Flink's text, or the JSON of a type that has no text. */
  record Field(String name, String type) {
    Field {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  private RowFields() {}

  /** The fields in order; a type that is no row is one field without a name. */
  static List<Field> of(JsonNode type) {
    if (type.isObject() && type.has("fields")) {
      List<Field> fields = new ArrayList<>();
      for (JsonNode field : type.get("fields")) {
        JsonNode fieldType = field.path("fieldType");
        fields.add(
            new Field(
                field.path("name").asText(),
                fieldType.isTextual() ? fieldType.asText() : fieldType.toString()));
      }
      return fields;
    }
    return ofText(type.isTextual() ? type.asText() : type.toString());
  }

  /** The same of a type that comes as text. */
  static List<Field> ofText(String type) {
    return type.startsWith("ROW<") ? parse(type) : List.of(new Field("", type));
  }

  /** Position of the first field that is the time of events; -1 when there is none. */
  static int rowtime(JsonNode type) {
    List<Field> fields = of(type);
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).type().contains("\"ROWTIME\"")) {
        return i;
      }
    }
    return -1;
  }

  private static List<Field> parse(String row) {
    List<Field> fields = new ArrayList<>();
    int position = "ROW<".length();
    while (position < row.length() && row.charAt(position) == '`') {
      int nameEnd = quoteEnd(row, position);
      String name = row.substring(position + 1, nameEnd).replace("``", "`");
      int typeStart = nameEnd + 2;
      int typeEnd = typeEnd(row, typeStart);
      fields.add(new Field(name, row.substring(typeStart, typeEnd)));
      position = typeEnd + 2;
    }
    return fields;
  }

  /** Index of the quote that closes the identifier opened at {@code open}. */
  private static int quoteEnd(String row, int open) {
    int position = open + 1;
    while (true) {
      position = row.indexOf('`', position);
      if (position < 0) {
        throw new IllegalArgumentException("not a row type: " + row);
      }
      if (position + 1 < row.length() && row.charAt(position + 1) == '`') {
        position += 2;
      } else {
        return position;
      }
    }
  }

  /** Index of the comma or bracket that ends the type. */
  private static int typeEnd(String row, int start) {
    int depth = 0;
    for (int position = start; position < row.length(); position++) {
      switch (row.charAt(position)) {
        case '`' -> position = quoteEnd(row, position);
        case '<', '(' -> depth++;
        case ')' -> depth--;
        case '>' -> {
          if (depth == 0) {
            return position;
          }
          depth--;
        }
        case ',' -> {
          if (depth == 0) {
            return position;
          }
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException("not a row type: " + row);
  }
}
