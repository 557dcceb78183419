package dev.millrace.connector.flink.types;

import dev.millrace.connector.flink.types.FlinkType.ArrayOf;
import dev.millrace.connector.flink.types.FlinkType.Field;
import dev.millrace.connector.flink.types.FlinkType.MapOf;
import dev.millrace.connector.flink.types.FlinkType.MultisetOf;
import dev.millrace.connector.flink.types.FlinkType.Root;
import dev.millrace.connector.flink.types.FlinkType.RowOf;
import dev.millrace.connector.flink.types.FlinkType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Flink's serializable type text, such as {@code ROW<`a` DECIMAL(10, 2) NOT NULL>}.
 *
 * <p>A type it does not know is no error: it becomes {@link Root#OTHER} with its text.
 */
public final class TypeText {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern TIME_ATTRIBUTE = Pattern.compile("\\s*\\*(?:ROWTIME|PROCTIME)\\*");

  private final String text;
  private int at;

  private TypeText(String text) {
    this.text = text;
  }

  public static FlinkType read(String text) {
    return new TypeText(TIME_ATTRIBUTE.matcher(text).replaceAll("").strip()).type();
  }

  private FlinkType type() {
    skipSpace();
    String word = word().toUpperCase(Locale.ROOT);
    if (peek() == '<') {
      switch (word) {
        case "ARRAY" -> {
          FlinkType element = single();
          return new ArrayOf(element, nullable());
        }
        case "MULTISET" -> {
          FlinkType element = single();
          return new MultisetOf(element, nullable());
        }
        case "MAP" -> {
          expect('<');
          FlinkType key = type();
          expect(',');
          FlinkType value = type();
          expect('>');
          return new MapOf(key, value, nullable());
        }
        case "ROW" -> {
          List<Field> fields = fields();
          return new RowOf(fields, nullable());
        }
        default -> {
          // An unknown generic type: its text is taken as a whole below.
        }
      }
    }
    String rest = untilEndOfType();
    boolean nullable = !rest.toUpperCase(Locale.ROOT).endsWith(" NOT NULL");
    String arguments = nullable ? rest : rest.substring(0, rest.length() - " NOT NULL".length());
    return scalar(word, arguments, nullable);
  }

  private static FlinkType scalar(String word, String arguments, boolean nullable) {
    String upper = arguments.toUpperCase(Locale.ROOT).strip();
    return switch (word) {
      case "STRING" -> new Scalar(Root.VARCHAR, "VARCHAR(2147483647)", 0, nullable);
      case "BYTES" -> new Scalar(Root.VARBINARY, "VARBINARY(2147483647)", 0, nullable);
      case "INTEGER", "INT" -> new Scalar(Root.INT, "INT", 0, nullable);
      case "DEC", "NUMERIC", "DECIMAL" -> {
        List<Integer> sizes = numbers(upper);
        int precision = sizes.isEmpty() ? 10 : sizes.getFirst();
        int scale = sizes.size() < 2 ? 0 : sizes.get(1);
        String name = "DECIMAL(" + precision + ", " + scale + ")";
        yield new Scalar(Root.DECIMAL, name, scale, nullable);
      }
      case "BOOLEAN", "TINYINT", "SMALLINT", "BIGINT", "FLOAT", "DOUBLE", "DATE" ->
          new Scalar(Root.valueOf(word), word, 0, nullable);
      case "CHAR", "VARCHAR", "BINARY", "VARBINARY", "TIME", "TIMESTAMP_LTZ" ->
          new Scalar(Root.valueOf(word), word + upper, 0, nullable);
      case "TIMESTAMP" ->
          upper.endsWith("WITH LOCAL TIME ZONE")
              ? new Scalar(
                  Root.TIMESTAMP_LTZ,
                  "TIMESTAMP_LTZ" + upper.replace("WITH LOCAL TIME ZONE", "").strip(),
                  0,
                  nullable)
              : new Scalar(
                  Root.TIMESTAMP,
                  "TIMESTAMP" + upper.replace("WITHOUT TIME ZONE", "").strip(),
                  0,
                  nullable);
      case "INTERVAL" ->
          new Scalar(
              upper.startsWith("YEAR") || upper.startsWith("MONTH")
                  ? Root.INTERVAL_YEAR_MONTH
                  : Root.INTERVAL_DAY_TIME,
              "INTERVAL " + upper,
              0,
              nullable);
      default -> new Scalar(Root.OTHER, word + arguments, 0, nullable);
    };
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group()));
    }
    return numbers;
  }

  private FlinkType single() {
    expect('<');
    FlinkType element = type();
    expect('>');
    return element;
  }

  private List<Field> fields() {
    expect('<');
    List<Field> fields = new ArrayList<>();
    skipSpace();
    while (peek() != '>') {
      String name = peek() == '`' ? quoted('`') : word();
      fields.add(new Field(name, type()));
      skipSpace();
      if (peek() == '\'') {
        // A field's comment.
        quoted('\'');
        skipSpace();
      }
      if (peek() == ',') {
        at++;
        skipSpace();
      }
    }
    expect('>');
    return fields;
  }

  /** Reads {@code NOT NULL} or {@code NULL} after a type with parts. */
  private boolean nullable() {
    skipSpace();
    String rest = text.substring(at).toUpperCase(Locale.ROOT);
    if (rest.startsWith("NOT NULL")) {
      at += "NOT NULL".length();
      return false;
    }
    if (rest.startsWith("NULL")) {
      at += "NULL".length();
    }
    return true;
  }

  /** The rest of a type without parts: up to a comma, closing bracket or comment of its parent. */
  private String untilEndOfType() {
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char next = text.charAt(at);
      if (depth == 0 && (next == ',' || next == '>' || next == '\'')) {
        break;
      }
      if (next == '(' || next == '<') {
        depth++;
      } else if (next == ')' || next == '>') {
        depth--;
      }
      if (next == '\'' || next == '`') {
        quoted(next);
      } else {
        at++;
      }
    }
    return text.substring(start, at).stripTrailing();
  }

  private String quoted(char quote) {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != quote) {
        content.append(next);
      } else if (peek() == quote) {
        content.append(quote);
        at++;
      } else {
        return content.toString();
      }
    }
    throw unreadable();
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (start == at) {
      throw unreadable();
    }
    return text.substring(start, at);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void expect(char expected) {
    skipSpace();
    if (peek() != expected) {
      throw unreadable();
    }
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException("not a type at offset " + at + ": " + text);
  }
}
