package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Search;
import dev.millrace.jinja.values.Values;
import java.util.Map;

/** Looking for parts of strings. */
public final class StringSearch {
  private StringSearch() {}

  /** {@code str.maketrans}: the table that {@code translate} takes. */
  static Object translation(Arguments arguments) {
    PyDict table = new PyDict();
    if (arguments.positional().size() == 1) {
      if (!(arguments.positional().getFirst() instanceof Map<?, ?> map)) {
        throw EvaluationException.type(
            "if you give only one argument to maketrans it must be a dict");
      }
      map.forEach(
          (key, value) ->
              table.put(
                  key instanceof String text && !text.isEmpty()
                      ? (Object) (long) text.codePointAt(0)
                      : Values.of(key),
                  Values.of(value)));
      return table;
    }
    int[] from = arguments.string(0, "x").codePoints().toArray();
    int[] to = arguments.string(1, "y").codePoints().toArray();
    if (from.length != to.length) {
      throw EvaluationException.type("the first two maketrans arguments must have equal length");
    }
    for (int i = 0; i < from.length; i++) {
      table.put((long) from[i], (long) to[i]);
    }
    String dropped = arguments.optionalString(2, "z");
    if (dropped != null) {
      dropped.codePoints().forEach(point -> table.put((long) point, None.NONE));
    }
    return table;
  }

  /**
   * Replaces a part of a string.
   *
   * @param count how often at most; negative for no bound
   */
  public static String replace(
      String text, String old, String replacement, int count, Budget budget) {
    int most = count < 0 ? Integer.MAX_VALUE : count;
    if (old.isEmpty()) {
      return interleave(text, replacement, most, budget);
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    int done = 0;
    for (int at = Search.indexOf(text, old, 0);
        at >= 0 && done < most;
        at = Search.indexOf(text, old, from)) {
      budget.steps(1);
      budget.allocate((long) replacement.length() + at - from);
      out.append(text, from, at).append(replacement);
      from = at + old.length();
      done++;
    }
    if (done == 0) {
      return text;
    }
    return out.append(text, from, text.length()).toString();
  }

  // Python finds the empty string before each character and at the end.
  private static String interleave(String text, String replacement, int most, Budget budget) {
    budget.allocate((text.length() + 1L) * (replacement.length() + 1L));
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (int i = 0; i < text.length(); ) {
      if (done < most) {
        out.append(replacement);
        done++;
      }
      int point = text.codePointAt(i);
      out.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return done < most ? out.append(replacement).toString() : out.toString();
  }

  /** A part of a string given by Python indices, and where it begins. */
  private record Window(String text, int points) {
    static Window of(String text, Arguments arguments) {
      int size = text.codePointCount(0, text.length());
      int from = bound(arguments.get(1, "start", None.NONE), 0, size);
      int to = bound(arguments.get(2, "end", None.NONE), size, size);
      if (from > to) {
        return new Window("", -1);
      }
      int begin = text.offsetByCodePoints(0, from);
      return new Window(text.substring(begin, text.offsetByCodePoints(begin, to - from)), from);
    }

    private static int bound(Object value, int otherwise, int size) {
      if (value == None.NONE) {
        return otherwise;
      }
      Long index = Arithmetic.index(value);
      if (index == null) {
        throw EvaluationException.type(
            "slice indices must be integers or None or have an __index__ method");
      }
      return Math.clamp(index < 0 ? index + size : index, 0, size);
    }
  }

  static Object search(String text, String name, Arguments arguments) {
    arguments.bind(name, 1, "sub", "start", "end");
    Object wanted = arguments.require(0, "sub");
    if (!(wanted instanceof String part)) {
      throw EvaluationException.type("must be str, not " + Python.typeName(wanted));
    }
    arguments.context().allocate(text.length() / 16);
    Window window = Window.of(text, arguments);
    if (name.equals("count")) {
      return window.points() < 0 ? 0L : count(window.text(), part);
    }
    int at =
        window.points() < 0
            ? -1
            : name.startsWith("r")
                ? window.text().lastIndexOf(part)
                : Search.indexOf(window.text(), part, 0);
    if (at < 0) {
      if (name.endsWith("index")) {
        throw EvaluationException.type("substring not found");
      }
      return -1L;
    }
    return (long) window.points() + window.text().codePointCount(0, at);
  }

  private static long count(String text, String part) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = Search.indexOf(text, part, 0);
        at >= 0;
        at = Search.indexOf(text, part, at + part.length())) {
      count++;
    }
    return count;
  }

  static boolean hasAffix(String text, boolean prefix, Arguments arguments) {
    String name = prefix ? "startswith" : "endswith";
    arguments.bind(name, 1, "prefix", "start", "end");
    Object affix = arguments.require(0, "prefix");
    Window window = Window.of(text, arguments);
    if (affix instanceof PyTuple choices) {
      for (Object choice : choices) {
        if (matches(window, text(name, choice), prefix)) {
          return true;
        }
      }
      return false;
    }
    return matches(window, text(name, affix), prefix);
  }

  private static boolean matches(Window window, String affix, boolean prefix) {
    if (window.points() < 0) {
      return false;
    }
    return prefix ? window.text().startsWith(affix) : window.text().endsWith(affix);
  }

  private static String text(String function, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw EvaluationException.type(
        function + " first arg must be str or a tuple of str, not " + Python.typeName(value));
  }
}
