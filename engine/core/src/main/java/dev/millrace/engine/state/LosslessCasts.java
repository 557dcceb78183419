package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sees through casts of an expression that change the type and no value. */
final class LosslessCasts {
  private static final Pattern TYPE =
      Pattern.compile("([A-Z_]+)(?:\\((\\d+)(?:, (\\d+))?\\))?(?: NOT NULL)?");

  /** From narrow to wide. */
  private static final List<String> INTEGERS = List.of("TINYINT", "SMALLINT", "INT", "BIGINT");

  /** Digits that the integers have, in their order. */
  private static final List<Integer> DIGITS = List.of(3, 5, 10, 19);

  private LosslessCasts() {}

  /** The same value before such casts. */
  static JsonNode without(JsonNode expression) {
    JsonNode inner = expression;
    while (inner.path("internalName").asText().equals("$CAST$1")
        && isLossless(
            inner.path("operands").path(0).path("type").asText(), inner.path("type").asText())) {
      inner = inner.path("operands").path(0);
    }
    return inner;
  }

  /**
   * Whether each value of one type is the same value of the other.
   *
   * @param before as plans write types
   */
  static boolean isLossless(String before, String after) {
    Optional<Matcher> from = parsed(before);
    Optional<Matcher> to = parsed(after);
    if (from.isEmpty() || to.isEmpty()) {
      return false;
    }
    String name = from.get().group(1);
    String wanted = to.get().group(1);
    if (name.equals("VARCHAR") && wanted.equals("VARCHAR")) {
      return number(to.get(), 2) >= number(from.get(), 2);
    }
    int integer = INTEGERS.indexOf(name);
    if (wanted.equals("DECIMAL")) {
      int whole = number(to.get(), 2) - number(to.get(), 3);
      return integer >= 0
          ? whole >= DIGITS.get(integer)
          : name.equals("DECIMAL")
              && number(to.get(), 3) >= number(from.get(), 3)
              && whole >= number(from.get(), 2) - number(from.get(), 3);
    }
    return integer >= 0 && INTEGERS.indexOf(wanted) >= integer;
  }

  private static Optional<Matcher> parsed(String type) {
    Matcher matcher = TYPE.matcher(type);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  private static int number(Matcher type, int group) {
    return type.group(group) == null ? 0 : Integer.parseInt(type.group(group));
  }
}
