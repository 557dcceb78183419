package dev.millrace.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Callable}, {@link Filter} or {@link TestFunction} may know about its call. */
public interface CallContext extends Budget {
  Environment environment();

  /** Where the call stands. */
  Position position();

  /** The macro calls that are open, innermost first. */
  List<MacroFrame> frames();

  /**
   * The body of the {@code {% call %}} block that made this call, as a callable that renders it; or
   * null when it was an ordinary call.
   */
  @Nullable Callable caller();

  /** The value that a name has at the place of the call, or null when it has none. */
  @Nullable Object lookup(String name);

  /** The context of the render, as the host gave it. */
  Map<String, ?> context();

  /** Calls back into the engine, from this place. */
  Object call(Callable callable, List<?> positional, Map<String, ?> named);

  /** {@code object.name}, undefined when there is none. */
  Object attribute(Object object, String name);

  /** As {@link #attribute}, without looking at items. */
  Object ownAttribute(Object object, String name);

  /** {@code object[key]}, undefined when there is none. */
  Object item(Object object, Object key);

  /** Renders another template with the same context, inside the same limits. */
  String render(Template template);

  /** The rule of this render for names that do not exist. */
  UndefinedPolicy undefinedPolicy();

  /** An undefined value with the environment's policy. */
  Object undefined(String name);
}
