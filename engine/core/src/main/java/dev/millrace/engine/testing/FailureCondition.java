package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a number of failures counts, as {@code warn_if} and {@code error_if} say it.
 *
 * @param text as it is written, such as {@code > 10}
 */
public record FailureCondition(String text, Operator operator, long bound, long upper) {
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*(=|==|!=|<>|<=|>=|<|>)\\s*(-?\\d{1,18})\\s*");
  private static final Pattern BETWEEN =
      Pattern.compile("(?i)\\s*between\\s+(-?\\d{1,18})\\s+and\\s+(-?\\d{1,18})\\s*");

  /** dbt's default of both. */
  public static final FailureCondition ANY = new FailureCondition("!= 0", Operator.UNEQUAL, 0, 0);

  public FailureCondition {
    requireNonNull(text, "text");
    requireNonNull(operator, "operator");
  }

  /** The condition; empty when it is none that can be decided without a database. */
  public static Optional<FailureCondition> parse(String text) {
    Matcher between = BETWEEN.matcher(text);
    if (between.matches()) {
      return Optional.of(
          new FailureCondition(
              text.strip(),
              Operator.BETWEEN,
              Long.parseLong(between.group(1)),
              Long.parseLong(between.group(2))));
    }
    Matcher comparison = COMPARISON.matcher(text);
    if (!comparison.matches()) {
      return Optional.empty();
    }
    Operator operator =
        switch (comparison.group(1)) {
          case "=", "==" -> Operator.EQUAL;
          case "!=", "<>" -> Operator.UNEQUAL;
          case "<" -> Operator.LESS;
          case "<=" -> Operator.AT_MOST;
          case ">" -> Operator.MORE;
          default -> Operator.AT_LEAST;
        };
    long bound = Long.parseLong(comparison.group(2));
    return Optional.of(new FailureCondition(text.strip(), operator, bound, bound));
  }

  /** Whether so many failures count. */
  public boolean holds(long failures) {
    return switch (operator) {
      case EQUAL -> failures == bound;
      case UNEQUAL -> failures != bound;
      case LESS -> failures < bound;
      case AT_MOST -> failures <= bound;
      case MORE -> failures > bound;
      case AT_LEAST -> failures >= bound;
      case BETWEEN -> failures >= bound && failures <= upper;
    };
  }

  /** How it compares. */
  public enum Operator {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST,
    BETWEEN
  }
}
