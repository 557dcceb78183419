package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a data test's config makes of the rows it finds.
 *
 * @param failures the aggregate that counts them
 * @param limit most rows that are counted; empty for all
 * @param noData what it means that there was nothing to test
 */
public record DataTestRules(
    Severity severity,
    FailureCondition warnIf,
    FailureCondition errorIf,
    String failures,
    OptionalLong limit,
    NoData noData) {
  /** Where Millrace's own keys stand, so that dbt takes no offence at them. */
  private static final String OWN = "millrace";

  public DataTestRules {
    requireNonNull(severity, "severity");
    requireNonNull(warnIf, "warnIf");
    requireNonNull(errorIf, "errorIf");
    requireNonNull(failures, "failures");
    requireNonNull(limit, "limit");
    requireNonNull(noData, "noData");
  }

  /** dbt's two severities. */
  public enum Severity {
    ERROR,
    WARN
  }

  /** What it means that what is tested holds no row; a test must not pass on silence. */
  public enum NoData {
    WARN,
    ERROR,
    PASS
  }

  /** How a test with so many failures ended. */
  public DataTestResult.Status status(long found) {
    if (severity == Severity.ERROR && errorIf.holds(found)) {
      return DataTestResult.Status.FAIL;
    }
    return warnIf.holds(found) ? DataTestResult.Status.WARN : DataTestResult.Status.PASS;
  }

  /**
   * The rules of a test.
   *
   * @throws MillraceException CONFIG_INVALID with the place of what is wrong
   */
  public static DataTestRules of(Node test) {
    return new DataTestRules(
        one(test, "severity", test.config().text("severity").orElse("error"), Severity.values()),
        condition(test, "warn_if"),
        condition(test, "error_if"),
        test.config().text("fail_calc").orElse("count(*)"),
        limit(test),
        noData(test));
  }

  private static NoData noData(Node test) {
    Object own = test.config().map("meta").get(OWN);
    Object value = own instanceof Map<?, ?> map ? map.get("no_data") : null;
    return value == null
        ? NoData.WARN
        : one(test, "meta", "no_data", String.valueOf(value), NoData.values());
  }

  private static OptionalLong limit(Node test) {
    Object value = test.config().values().get("limit");
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Number number && number.longValue() > 0) {
      return OptionalLong.of(number.longValue());
    }
    throw invalid(test, "limit", "The `limit` of a test is a number of rows", "Write `limit: 100`");
  }

  private static FailureCondition condition(Node test, String key) {
    String text = test.config().text(key).orElse(FailureCondition.ANY.text());
    return FailureCondition.parse(text)
        .orElseThrow(
            () ->
                invalid(
                    test,
                    key,
                    "`" + key + ": \"" + text + "\"` compares with more than numbers",
                    "Write a comparison with a number such as `\">10\"`, or `between 1 and 5`"));
  }

  private static <E extends Enum<E>> E one(Node test, String key, String text, E[] values) {
    return one(test, key, key, text, values);
  }

  private static <E extends Enum<E>> E one(
      Node test, String key, String name, String text, E[] values) {
    return Arrays.stream(values)
        .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    test,
                    key,
                    "`" + name + ": " + text + "` is not known",
                    "Use one of "
                        + String.join(
                            ", ",
                            Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  private static MillraceException invalid(Node test, String key, String message, String remedy) {
    SourcePosition origin = test.config().origins().get(key);
    return new MillraceException(
        Problem.error(ProblemCode.CONFIG_INVALID, message)
            .at(origin == null ? SourcePosition.of(test.path()) : origin)
            .remedy(remedy));
  }
}
