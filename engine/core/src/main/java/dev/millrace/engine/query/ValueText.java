package dev.millrace.engine.query;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as people read them. */
public final class ValueText {
  private ValueText() {}

  /**
   * The value as text: {@code NULL}, decimals exact and without exponent, times in ISO form with
   * seconds, bytes as {@code 0x0aff}, arrays as {@code [a, b]}, rows and maps as {@code {k: v}}.
   */
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case BigDecimal number -> number.toPlainString();
      case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
      case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
      case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
      case List<?> list ->
          list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }

  /**
   * The text with everything that would move a terminal's cursor or run as its command written as
   * an escape: rows come from outside and may hold anything.
   */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                  if (Character.isISOControl(character) || isDirectional(character)) {
                    safe.append(String.format("\\u%04x", character));
                  } else {
                    safe.appendCodePoint(character);
                  }
                }
              }
            });
    return safe.toString();
  }

  /** Marks that turn the direction of the text after them, and so of the rest of the table. */
  private static boolean isDirectional(int character) {
    return switch (Character.getDirectionality(character)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }

  /** As {@link #of}, with the entries of maps in the order of their keys, at every depth. */
  static String sorted(@Nullable Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(ValueText::sorted).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map -> {
        Map<String, String> entries = new TreeMap<>();
        map.forEach((key, element) -> entries.put(sorted(key), sorted(element)));
        yield entries.toString();
      }
      case null, default -> of(value);
    };
  }
}
