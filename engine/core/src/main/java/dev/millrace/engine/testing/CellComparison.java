package dev.millrace.engine.testing;

import dev.millrace.engine.query.ValueText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value written in YAML means a value of a result.
 *
 * <p>Numbers are compared by value whatever their type or scale, those with a binary point up to
 * their last digits, which depend on the order of additions. Times may be written in ISO or SQL
 * form; an instant written without offset is in UTC, the zone unit tests run in.
 */
final class CellComparison {
  private static final double DOUBLE_TOLERANCE = 1e-12;
  private static final double FLOAT_TOLERANCE = 1e-6;

  private static final DateTimeFormatter TIME_STAMP =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .optionalStart()
          .appendLiteral('T')
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter(Locale.ROOT);

  private CellComparison() {}

  /**
   * @param expected null, Boolean, Number, String, List or Map, as YAML has it
   * @param actual typed as {@link dev.millrace.engine.connect.Row} says
   */
  static boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    return switch (actual) {
      case Double number -> sameBinary(expected, number, DOUBLE_TOLERANCE);
      case Float number -> sameBinary(expected, number, FLOAT_TOLERANCE);
      case Number number -> {
        BigDecimal wanted = decimal(expected);
        yield wanted != null && wanted.compareTo(new BigDecimal(number.toString())) == 0;
      }
      case byte[] bytes -> sameBytes(expected, bytes);
      case List<?> list -> expected instanceof List<?> wanted && sameLists(wanted, list);
      case Map<?, ?> map -> expected instanceof Map<?, ?> wanted && sameMaps(wanted, map);
      case String text -> expected.toString().equals(text);
      case Boolean flag -> expected.toString().equalsIgnoreCase(flag.toString());
      default -> actual.equals(typed(expected, actual));
    };
  }

  /** The expected value in the form the actual one is shown in, where it can have that form. */
  static String expectedText(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return ValueText.of(expected);
    }
    return ValueText.of(typed(expected, actual));
  }

  /** The expected value as a time of the actual one's type; itself when it is none. */
  private static Object typed(Object expected, Object actual) {
    if (!(expected instanceof String text)) {
      return expected;
    }
    try {
      return switch (actual) {
        case LocalDate ignored -> LocalDate.parse(text.strip());
        case LocalTime ignored -> LocalTime.parse(text.strip());
        case LocalDateTime ignored -> localDateTime(text);
        case Instant ignored -> instant(text);
        default -> text;
      };
    } catch (DateTimeException e) {
      return text;
    }
  }

  private static LocalDateTime localDateTime(String text) {
    TemporalAccessor parsed = TIME_STAMP.parse(text.strip());
    if (parsed.query(TemporalQueries.zone()) != null) {
      throw new DateTimeParseException("a TIMESTAMP has no offset", text, 0);
    }
    return LocalDateTime.from(parsed);
  }

  private static Instant instant(String text) {
    TemporalAccessor parsed = TIME_STAMP.parse(text.strip());
    return parsed.isSupported(ChronoField.OFFSET_SECONDS)
        ? Instant.from(parsed)
        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
  }

  private static boolean sameBinary(Object expected, Number actual, double tolerance) {
    double value = actual.doubleValue();
    BigDecimal decimal = decimal(expected);
    if (decimal == null || !Double.isFinite(value)) {
      return expected instanceof Number number
          ? Double.compare(number.doubleValue(), value) == 0
          : expected.toString().equalsIgnoreCase(Double.toString(value));
    }
    double wanted = decimal.doubleValue();
    return Math.abs(wanted - value) <= Math.max(Math.abs(wanted), Math.abs(value)) * tolerance;
  }

  private static @Nullable BigDecimal decimal(Object expected) {
    if (!(expected instanceof Number) && !(expected instanceof String)) {
      return null;
    }
    try {
      return new BigDecimal(expected.toString().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean sameBytes(Object expected, byte[] actual) {
    String digits = expected.toString().strip().toLowerCase(Locale.ROOT);
    if (digits.startsWith("0x")) {
      digits = digits.substring(2);
    } else if (digits.startsWith("x'") && digits.endsWith("'") && digits.length() > 2) {
      digits = digits.substring(2, digits.length() - 1);
    }
    try {
      return Arrays.equals(HexFormat.of().parseHex(digits), actual);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean sameLists(List<?> expected, List<?> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int index = 0; index < actual.size(); index++) {
      if (!same(expected.get(index), actual.get(index))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMaps(Map<?, ?> expected, Map<?, ?> actual) {
    Map<String, @Nullable Object> wanted = byText(expected);
    Map<String, @Nullable Object> found = byText(actual);
    return wanted.keySet().equals(found.keySet())
        && found.entrySet().stream()
            .allMatch(entry -> same(wanted.get(entry.getKey()), entry.getValue()));
  }

  private static Map<String, @Nullable Object> byText(Map<?, ?> map) {
    Map<String, @Nullable Object> texts = new HashMap<>();
    map.forEach((key, value) -> texts.put(ValueText.of(key), value));
    return texts;
  }
}
