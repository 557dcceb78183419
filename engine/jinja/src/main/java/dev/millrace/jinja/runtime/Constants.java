package dev.millrace.jinja.runtime;

import dev.millrace.jinja.syntax.Expression;

/**
 * Tells which expressions Jinja2 evaluates while it compiles: in typed mode their values have
 * already become text.
 */
final class Constants {
  private Constants() {}

  static boolean isConstant(Expression expression) {
    return Names.usesNone(expression) && !Names.calls(expression);
  }
}
