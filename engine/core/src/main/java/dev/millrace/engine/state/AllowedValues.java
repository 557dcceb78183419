package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which values of one column a condition lets through, where that can be told: lists and ranges of
 * whole numbers, decimals and texts. NULL never passes.
 *
 * @param column its position
 * @param values of it
 */
record AllowedValues(int column, ImmutableRangeSet<Value> values) {
  /** Types whose values are compared as numbers, without loss. */
  private static final Set<String> NUMBERS =
      Set.of("TINYINT", "SMALLINT", "INT", "BIGINT", "DECIMAL");

  /**
   * What a column is compared with.
   *
   * @param number 0 for a text
   * @param text empty for a number
   */
  record Value(BigDecimal number, String text) implements Comparable<Value> {
    @Override
    public int compareTo(Value other) {
      return Comparator.comparing(Value::number).thenComparing(Value::text).compare(this, other);
    }
  }

  /** Empty where it asks for more than one column, or for what is not understood here. */
  static Optional<AllowedValues> of(JsonNode condition) {
    String name = condition.path("internalName").asText();
    JsonNode operands = condition.path("operands");
    if (name.equals("$OR$1")) {
      return anyOf(operands);
    }
    if (operands.size() != 2) {
      return Optional.empty();
    }
    boolean turned = operands.get(1).path("kind").asText().equals("INPUT_REF");
    JsonNode column = operands.get(turned ? 1 : 0);
    JsonNode literal = operands.get(turned ? 0 : 1);
    if (!column.path("kind").asText().equals("INPUT_REF")
        || !literal.path("kind").asText().equals("LITERAL")
        || !areComparable(type(column), type(literal))) {
      return Optional.empty();
    }
    Optional<RangeSet<Value>> values =
        name.equals("$SEARCH$1")
            ? ranges(literal)
            : value(literal.path("value"), type(literal))
                .flatMap(value -> compared(name, turned, value))
                .map(ImmutableRangeSet::copyOf);
    return values.map(
        found ->
            new AllowedValues(column.path("inputIndex").asInt(), ImmutableRangeSet.copyOf(found)));
  }

  /** Whether all that pass here pass there. */
  boolean isWithin(AllowedValues other) {
    return other.values.enclosesAll(values);
  }

  /** What passes both. */
  AllowedValues and(AllowedValues other) {
    return new AllowedValues(column, values.intersection(other.values));
  }

  /** The same of a column that stands elsewhere. */
  AllowedValues inColumn(int position) {
    return new AllowedValues(position, values);
  }

  private static Optional<AllowedValues> anyOf(JsonNode operands) {
    Optional<AllowedValues> all = Optional.empty();
    for (JsonNode operand : operands) {
      Optional<AllowedValues> each = of(operand);
      Optional<AllowedValues> before = all;
      if (each.isEmpty() || before.filter(one -> one.column != each.get().column).isPresent()) {
        return Optional.empty();
      }
      all = before.map(one -> one.or(each.get())).or(() -> each);
    }
    return all;
  }

  private AllowedValues or(AllowedValues other) {
    return new AllowedValues(column, values.union(other.values));
  }

  private static Optional<RangeSet<Value>> compared(String name, boolean turned, Value value) {
    return switch (name) {
      case "$=$1" -> Optional.of(ImmutableRangeSet.of(Range.singleton(value)));
      case "$<>$1" -> Optional.of(ImmutableRangeSet.of(Range.singleton(value)).complement());
      case "$<$1" ->
          Optional.of(
              ImmutableRangeSet.of(turned ? Range.greaterThan(value) : Range.lessThan(value)));
      case "$<=$1" ->
          Optional.of(ImmutableRangeSet.of(turned ? Range.atLeast(value) : Range.atMost(value)));
      case "$>$1" ->
          Optional.of(
              ImmutableRangeSet.of(turned ? Range.lessThan(value) : Range.greaterThan(value)));
      case "$>=$1" ->
          Optional.of(ImmutableRangeSet.of(turned ? Range.atMost(value) : Range.atLeast(value)));
      default -> Optional.empty();
    };
  }

  /** Of a list, as the planner writes it. */
  private static Optional<RangeSet<Value>> ranges(JsonNode literal) {
    JsonNode list = literal.path("sarg");
    if (!list.path("nullAs").asText().equals("UNKNOWN")) {
      return Optional.empty();
    }
    RangeSet<Value> all = TreeRangeSet.create();
    for (JsonNode range : list.path("ranges")) {
      JsonNode lower = range.path("lower");
      JsonNode upper = range.path("upper");
      Optional<Value> from = value(lower.path("value"), type(literal));
      Optional<Value> to = value(upper.path("value"), type(literal));
      if ((lower.isObject() && from.isEmpty()) || (upper.isObject() && to.isEmpty())) {
        return Optional.empty();
      }
      Range<Value> one = Range.all();
      if (from.isPresent()) {
        one =
            one.intersection(
                isClosed(lower) ? Range.atLeast(from.get()) : Range.greaterThan(from.get()));
      }
      if (to.isPresent()) {
        one = one.intersection(isClosed(upper) ? Range.atMost(to.get()) : Range.lessThan(to.get()));
      }
      all.add(one);
    }
    return Optional.of(all);
  }

  private static boolean isClosed(JsonNode bound) {
    return bound.path("boundType").asText().equals("CLOSED");
  }

  private static Optional<Value> value(JsonNode json, String type) {
    if (NUMBERS.contains(type)) {
      try {
        return Optional.of(new Value(new BigDecimal(json.asText()).stripTrailingZeros(), ""));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    // Beyond ASCII the order of texts here need not be that of Flink.
    boolean isPlain = json.isTextual() && json.asText().chars().allMatch(c -> c < 128);
    return isPlain ? Optional.of(new Value(BigDecimal.ZERO, json.asText())) : Optional.empty();
  }

  private static boolean areComparable(String column, String literal) {
    return NUMBERS.contains(column)
        ? NUMBERS.contains(literal)
        : column.equals("VARCHAR") && Set.of("CHAR", "VARCHAR").contains(literal);
  }

  /** Without length and whether it may be NULL. */
  private static String type(JsonNode expression) {
    return Stream.of(expression.path("type").asText().split("[( ]", 2)).findFirst().orElse("");
  }
}
