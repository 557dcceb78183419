package dev.millrace.engine.graph;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of dbt's selection grammar: {@code [@][n+][method[.argument]:]value[+n]}.
 *
 * @param childrensParents whether it begins with {@code @}: the nodes, all that read them, and all
 *     that those read
 * @param parents how many steps upwards are taken along; empty for none
 * @param method how the value is matched
 * @param arguments what follows the method's name after dots
 * @param children how many steps downwards are taken along; empty for none
 */
public record SelectionTerm(
    String text,
    boolean childrensParents,
    OptionalInt parents,
    Method method,
    List<String> arguments,
    String value,
    OptionalInt children) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<at>@)?(?:(?<up>\\d*)\\+)?(?:(?<method>[\\w.]+):)?(?<value>.*?)(?:\\+(?<down>\\d*))?",
          Pattern.DOTALL);

  public SelectionTerm {
    requireNonNull(text, "text");
    requireNonNull(parents, "parents");
    requireNonNull(method, "method");
    arguments = List.copyOf(arguments);
    requireNonNull(value, "value");
    requireNonNull(children, "children");
  }

  /** How nodes are matched. */
  public enum Method {
    FQN,
    TAG,
    PATH,
    FILE,
    PACKAGE,
    CONFIG,
    SOURCE,
    RESOURCE_TYPE,
    TEST_TYPE,
    TEST_NAME,
    EXPOSURE,
    METRIC,
    SEMANTIC_MODEL,
    SAVED_QUERY,
    UNIT_TEST,
    GROUP,
    ACCESS,
    VERSION,
    STATE,
    RESULT,
    SELECTOR;

    private static Optional<Method> named(String name) {
      return List.of(values()).stream().filter(method -> method.dbtName().equals(name)).findFirst();
    }

    String dbtName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Reads one term.
   *
   * @throws MillraceException SELECTION_INVALID
   */
  public static SelectionTerm parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches() || matcher.group("value").isEmpty()) {
      throw invalid("`" + text + "` is not a selection", "Write it as [@][n+][method:]value[+n]");
    }
    boolean at = matcher.group("at") != null;
    if (at && matcher.group("down") != null) {
      throw invalid(
          "`" + text + "` joins @ and a trailing +, which mean the same",
          "Leave out one of the two");
    }
    String value = matcher.group("value");
    List<String> method =
        Optional.ofNullable(matcher.group("method"))
            .map(name -> List.of(name.split("\\.", -1)))
            .orElseGet(() -> List.of(implied(value)));
    return new SelectionTerm(
        text,
        at,
        steps(matcher.group("up"), text),
        method(method.getFirst(), text),
        arguments(method, text),
        value,
        steps(matcher.group("down"), text));
  }

  /**
   * A term whose parts stand apart, as in {@code selectors.yml}.
   *
   * @param method with its arguments, such as {@code config.materialized}
   * @throws MillraceException SELECTION_INVALID
   */
  public static SelectionTerm of(
      String method,
      String value,
      boolean childrensParents,
      OptionalInt parents,
      OptionalInt children) {
    String text = method + ":" + value;
    List<String> parts = List.of(method.split("\\.", -1));
    return new SelectionTerm(
        text,
        childrensParents,
        parents,
        method(parts.getFirst(), text),
        arguments(parts, text),
        value,
        children);
  }

  private static String implied(String value) {
    if (value.contains("/") || value.contains("\\")) {
      return "path";
    }
    return value.endsWith(".sql") || value.endsWith(".py") || value.endsWith(".csv")
        ? "file"
        : "fqn";
  }

  private static Method method(String name, String text) {
    return Method.named(name)
        .orElseThrow(
            () ->
                invalid(
                    "The selection `" + text + "` uses the method `" + name + "`, not known here",
                    "Use one of "
                        + String.join(
                            ", ",
                            List.of(Method.values()).stream().map(Method::dbtName).toList())));
  }

  private static List<String> arguments(List<String> method, String text) {
    List<String> arguments = method.subList(1, method.size());
    boolean config = method.getFirst().equals("config");
    if (config == arguments.isEmpty()) {
      throw invalid(
          config
              ? "The selection `" + text + "` does not say which config it looks at"
              : "The method `" + method.getFirst() + "` of `" + text + "` takes no argument",
          config
              ? "Write config.materialized:view, for example"
              : "Leave out what follows the dot");
    }
    return arguments;
  }

  private static OptionalInt steps(String digits, String text) {
    if (digits == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      throw invalid("The selection `" + text + "` counts too many steps", "Use + alone for all");
    }
  }

  private static MillraceException invalid(String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.SELECTION_INVALID, message).remedy(remedy));
  }
}
