package dev.millrace.jinja.runtime;

import dev.millrace.jinja.syntax.Expression;
import java.util.Set;

/**
 * Tells which expressions Jinja2 evaluates while it compiles: in typed mode their values have
 * already become text.
 */
final class Constants {
  private static final Set<String> CONVERSIONS =
      Set.of("as_text", "as_bool", "as_native", "as_number");

  private Constants() {}

  static boolean isConstant(Expression expression) {
    boolean converted =
        expression instanceof Expression.FilterCall filter && CONVERSIONS.contains(filter.name());
    return !converted && Names.usesNone(expression) && !Names.calls(expression);
  }
}
