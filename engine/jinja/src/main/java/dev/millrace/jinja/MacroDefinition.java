package dev.millrace.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A macro as it stands in a template: compiled once, immutable, shared by all threads.
 *
 * <p>Tests and materializations are macros too, under dbt's names: {@code test_<name>} and {@code
 * materialization_<name>_<adapter>}.
 */
public interface MacroDefinition {
  String name();

  /** The parameters in order. */
  List<Parameter> parameters();

  /** Where the definition begins. */
  Position position();

  /** The calls that stand in the body and in the defaults. */
  List<StaticCall> staticCalls();

  /** The tag it was defined with when it is one of dbt's, else empty. */
  Optional<BlockTag> tag();

  /**
   * The macro as a callable whose free names are looked up in {@code context}, and then in the
   * environment's globals. The map is read at each call, never copied.
   */
  Callable bind(Map<String, ?> context);

  /**
   * Calls the macro from outside of any render, with limits of its own.
   *
   * @return the value given to {@code return}, or else the rendered text
   * @throws TemplateException when it fails
   */
  Object call(Map<String, ?> context, List<?> positional, Map<String, ?> named);

  /**
   * The same compiled macro, where {@link #call} follows another rule for names that do not exist.
   * A macro called from a template always follows the rule of that template's render.
   */
  MacroDefinition under(UndefinedPolicy policy);

  /**
   * One parameter.
   *
   * @param name its name
   * @param optional whether it has a default
   */
  record Parameter(String name, boolean optional) {}
}
