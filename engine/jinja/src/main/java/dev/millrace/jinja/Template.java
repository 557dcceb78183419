package dev.millrace.jinja;

import java.util.List;
import java.util.Map;

/** A parsed template: immutable, shared by all threads. */
public interface Template {
  String name();

  /**
   * Renders to text with origins.
   *
   * @param context the variables; read while rendering, never changed or copied
   * @throws TemplateException when it fails
   */
  Rendered render(Map<String, ?> context);

  /**
   * dbt's typed mode: a template that is exactly one print tag over something variable keeps the
   * value's type; constants and mixtures become text; {@code as_native}, {@code as_bool} and {@code
   * as_number} read literals.
   *
   * @throws TemplateException when it fails
   */
  Object renderNative(Map<String, ?> context);

  /** The macros defined at the top level, by name, in order. */
  Map<String, MacroDefinition> macros();

  /** The calls of plain or dotted names that stand anywhere in the template, in source order. */
  List<StaticCall> staticCalls();

  /** The same compiled template, with another rule for names that do not exist. */
  Template under(UndefinedPolicy policy);
}
