package dev.millrace.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Callable}, {@link Filter} or {@link TestFunction} may know about its call. */
public interface CallContext {
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

  /** Renders another template with the same context, inside the same limits. */
  String render(Template template);

  /** An undefined value with the environment's policy. */
  Object undefined(String name);

  /**
   * Takes {@code units} (characters, or 16 per element) from {@link Limits#maxAllocation}; to be
   * called before something large is made.
   */
  void allocate(long units);

  /** Counts a step and looks at the deadline now and then; to be called inside long loops. */
  void step();
}
