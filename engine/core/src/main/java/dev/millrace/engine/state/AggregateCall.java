package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One call of an aggregate function in a plan, and what of it lies in the operator's accumulator.
 *
 * @param function such as {@code SUM}; for a function of the user's its whole description
 * @param column the name of its result
 * @param identity of function and arguments
 * @param loose the same whatever the types of the arguments
 * @param argument of the arguments alone, with filter and distinctness, whatever their types
 * @param ofRows whether it has no argument
 * @param argumentNeverNull whether it counts every row that reaches it
 * @param unfiltered whether it has no FILTER
 * @param retracts whether rows can be taken back from it
 * @param isOfTheUser whether it is none of Flink's own
 */
record AggregateCall(
    String function,
    String column,
    String identity,
    String loose,
    String argument,
    boolean ofRows,
    boolean argumentNeverNull,
    boolean unfiltered,
    boolean distinct,
    boolean retracts,
    boolean isOfTheUser) {
  /** A sum that is 0 as long as there was nothing to add; planners write it beside a count. */
  static final String SUM_FROM_ZERO = "$SUM0";

  /** Functions that keep one field, an object of their own, and states beside it. */
  private static final Set<String> WITH_AN_OBJECT =
      Set.of("FIRST_VALUE", "LAST_VALUE", "MIN", "MAX", "LISTAGG", "COLLECT", "ARRAY_AGG");

  AggregateCall {
    requireNonNull(function, "function");
    requireNonNull(column, "column");
    requireNonNull(identity, "identity");
    requireNonNull(loose, "loose");
    requireNonNull(argument, "argument");
  }

  /**
   * Calls of a node.
   *
   * @param exact where the fields that the arguments are positions of come from
   * @param loose the same whatever their types
   * @param input those fields
   */
  static List<AggregateCall> of(
      JsonNode node, List<String> exact, List<String> loose, List<RowFields.Field> input) {
    List<AggregateCall> calls = new ArrayList<>();
    JsonNode retractions = node.path("aggCallNeedRetractions");
    int position = 0;
    for (JsonNode call : node.path("aggCalls")) {
      String function = function(call);
      boolean neverNull = true;
      for (JsonNode argument : call.path("argList")) {
        int index = argument.asInt();
        neverNull &= index < input.size() && input.get(index).type().endsWith("NOT NULL");
      }
      boolean retracts =
          retractions.isArray()
              ? retractions.path(position).asBoolean()
              : node.path("needRetraction").asBoolean();
      calls.add(
          new AggregateCall(
              function,
              call.path("name").asText(""),
              Hashes.of(function, arguments(call, exact)),
              Hashes.of(function, arguments(call, loose)),
              arguments(call, loose),
              call.path("argList").isEmpty(),
              neverNull,
              call.path("filterArg").asInt(-1) < 0,
              call.path("distinct").asBoolean(),
              retracts,
              !isBuiltIn(call)));
      position++;
    }
    return calls;
  }

  private static String function(JsonNode call) {
    String internal = call.path("internalName").asText();
    if (isBuiltIn(call)) {
      return internal.substring(1).replaceFirst("\\$\\d+$", "");
    }
    return CodeStamps.identity(call)
        .map(Hashes::of)
        .orElseGet(
            () ->
                Hashes.of(
                    internal,
                    call.path("catalogName").asText(),
                    call.path("class").asText(),
                    call.path("systemName").asText()));
  }

  private static boolean isBuiltIn(JsonNode call) {
    return call.path("internalName").asText().startsWith("$");
  }

  private static String arguments(JsonNode call, List<String> fields) {
    List<String> parts = new ArrayList<>();
    for (JsonNode argument : call.path("argList")) {
      parts.add(Fingerprints.fieldAt(fields, argument.asInt()));
    }
    int filter = call.path("filterArg").asInt(-1);
    parts.add("filter " + (filter < 0 ? "" : Fingerprints.fieldAt(fields, filter)));
    parts.add("distinct " + call.path("distinct").asBoolean());
    parts.add("nulls " + call.path("ignoreNulls").asBoolean());
    return Hashes.of(parts);
  }

  /**
   * Numbers it begins with, one for each of its fields, empty for NULL; no value where that is not
   * known, or where it keeps more than fields.
   */
  Optional<List<Optional<Long>>> beginning() {
    Optional<Long> zero = Optional.of(0L);
    Optional<Long> nothing = Optional.empty();
    return switch (function) {
      case "COUNT" -> Optional.of(List.of(zero));
      case "SUM" -> Optional.of(retracts ? List.of(nothing, zero) : List.of(nothing));
      case SUM_FROM_ZERO -> Optional.of(List.of(zero));
      case "AVG" -> Optional.of(List.of(zero, zero));
      case "MIN", "MAX" -> retracts ? Optional.empty() : Optional.of(List.of(nothing));
      default -> Optional.empty();
    };
  }

  /** How many fields it has; no value where that is not known. */
  OptionalInt width() {
    Optional<List<Optional<Long>>> numbers = beginning();
    if (numbers.isPresent()) {
      return OptionalInt.of(numbers.get().size());
    }
    if (isList()) {
      return OptionalInt.of(2);
    }
    return WITH_AN_OBJECT.contains(function) || isOfTheUser
        ? OptionalInt.of(1)
        : OptionalInt.empty();
  }

  /** A text that grows, beside what stands between its parts. */
  private boolean isList() {
    return function.equals("LISTAGG") && !retracts;
  }

  /** Whether all it keeps lies in its fields; others have states of their own, numbered. */
  boolean isPlain() {
    return (beginning().isPresent() || isList()) && !distinct;
  }

  /** Whether it counts every row. */
  boolean countsRows() {
    return function.equals("COUNT") && argumentNeverNull && unfiltered && !distinct;
  }

  /** Whether the name is one that somebody gave. */
  boolean isNamed() {
    return !column.isEmpty() && !column.startsWith("EXPR$") && !column.startsWith("$");
  }
}
