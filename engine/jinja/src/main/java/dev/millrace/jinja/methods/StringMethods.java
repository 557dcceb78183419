package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyBytes;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's methods of strings. */
final class StringMethods {
  static final Set<String> NAMES =
      Set.of(
          "capitalize",
          "casefold",
          "center",
          "count",
          "encode",
          "endswith",
          "expandtabs",
          "find",
          "format",
          "format_map",
          "index",
          "isalnum",
          "isalpha",
          "isascii",
          "isdecimal",
          "isdigit",
          "isidentifier",
          "islower",
          "isnumeric",
          "isprintable",
          "isspace",
          "istitle",
          "isupper",
          "join",
          "ljust",
          "lower",
          "lstrip",
          "maketrans",
          "partition",
          "removeprefix",
          "removesuffix",
          "replace",
          "rfind",
          "rindex",
          "rjust",
          "rpartition",
          "rsplit",
          "rstrip",
          "split",
          "splitlines",
          "startswith",
          "strip",
          "swapcase",
          "title",
          "translate",
          "upper",
          "zfill");

  // The methods that take nothing.
  private static final Set<String> PLAIN =
      Set.of("upper", "lower", "casefold", "capitalize", "title", "swapcase");

  private StringMethods() {}

  static Object call(String text, String name, Arguments arguments) {
    if (PLAIN.contains(name)) {
      arguments.bind(name, 0);
    }
    return switch (name) {
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "casefold" -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      case "capitalize" -> StringCase.capitalize(text);
      case "title" -> StringCase.title(text);
      case "swapcase" -> StringCase.swap(text);
      case "strip", "lstrip", "rstrip" -> strip(text, name, arguments);
      case "split", "rsplit" -> StringSplit.split(text, name.equals("rsplit"), arguments);
      case "splitlines" -> StringSplit.lines(text, arguments);
      case "partition", "rpartition" ->
          StringSplit.partition(text, separator(name, arguments), name.equals("rpartition"));
      case "join" -> join(text, arguments);
      case "format" ->
          BraceFormat.format(text, arguments.positional(), arguments.named(), arguments.context());
      case "format_map" ->
          BraceFormat.format(text, List.of(), mapping(arguments), arguments.context());
      case "replace" -> replace(text, arguments);
      case "startswith", "endswith" ->
          StringSearch.hasAffix(text, name.equals("startswith"), arguments);
      case "find", "rfind", "index", "rindex", "count" ->
          StringSearch.search(text, name, arguments);
      case "removeprefix" -> {
        String prefix = text(name, arguments, "prefix");
        yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      }
      case "removesuffix" -> {
        String suffix = text(name, arguments, "suffix");
        yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
      }
      case "ljust", "rjust", "center" -> justify(text, name, arguments);
      case "zfill" -> zfill(text, arguments);
      case "expandtabs" -> StringSplit.expandTabs(text, arguments);
      case "translate" -> translate(text, arguments.require(0, "table"));
      case "encode" -> PyBytes.encode(text, arguments);
      case "maketrans" -> StringSearch.translation(arguments);
      default -> StringCase.is(text, name);
    };
  }

  private static String text(String function, Arguments arguments, String parameter) {
    Object value = Values.of(arguments.bind(function, 1, parameter)[0]);
    if (value instanceof String text) {
      return text;
    }
    throw EvaluationException.type(
        function + "() argument must be str, not " + Python.typeName(value));
  }

  private static String separator(String function, Arguments arguments) {
    String separator = text(function, arguments, "sep");
    if (separator.isEmpty()) {
      throw EvaluationException.type("empty separator");
    }
    return separator;
  }

  private static Map<String, Object> mapping(Arguments arguments) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (arguments.require(0, "mapping") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> named.put(Python.str(Values.of(key)), Values.of(value)));
    }
    return named;
  }

  private static String strip(String text, String name, Arguments arguments) {
    Object chars = Values.of(arguments.bind(name, 0, "chars")[0]);
    if (chars != None.NONE && !(chars instanceof String)) {
      throw EvaluationException.type(name + " arg must be None or str");
    }
    String set = chars instanceof String given ? given : null;
    return StringCase.strip(text, set, !name.equals("rstrip"), !name.equals("lstrip"));
  }

  private static String join(String separator, Arguments arguments) {
    Object iterable = Values.of(arguments.bind("join", 1, "iterable")[0]);
    StringBuilder out = new StringBuilder();
    Iterator<Object> elements = Iteration.iteratorOrNull(iterable);
    if (elements == null) {
      throw EvaluationException.type("can only join an iterable");
    }
    for (int i = 0; elements.hasNext(); i++) {
      arguments.context().steps(1);
      Object element = elements.next();
      if (!(element instanceof String part)) {
        throw EvaluationException.type(
            "sequence item "
                + i
                + ": expected str instance, "
                + Python.typeName(element)
                + " found");
      }
      arguments.context().allocate((long) separator.length() + part.length());
      out.append(i == 0 ? "" : separator).append(part);
    }
    return out.toString();
  }

  private static String replace(String text, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("replace", 2, "old", "new", "count");
    if (arguments.named().containsKey("old") || arguments.named().containsKey("new")) {
      throw EvaluationException.type("str.replace() takes no keyword arguments");
    }
    for (int i = 0; i < 2; i++) {
      if (!(given[i] instanceof String)) {
        throw EvaluationException.type(
            "replace() argument "
                + (i + 1)
                + " must be str, not "
                + Python.typeName(Values.of(given[i])));
      }
    }
    int count = arguments.integer(2, "count", -1);
    return StringSearch.replace(
        text,
        Python.str(Values.of(given[0])),
        Python.str(Values.of(given[1])),
        count,
        arguments.context());
  }

  private static String justify(String text, String name, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, 1, "width", "fillchar");
    int width = arguments.integer(0, "width", 0);
    String fill = given[1] == null ? " " : Python.str(given[1]);
    if (fill.codePointCount(0, fill.length()) != 1) {
      throw EvaluationException.type("The fill character must be exactly one character long");
    }
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    arguments.context().allocate(missing);
    return switch (name) {
      case "ljust" -> text + fill.repeat(missing);
      case "rjust" -> fill.repeat(missing) + text;
      default -> {
        // CPython puts the odd one to the left only when the width is odd.
        int left = missing / 2 + (missing & width & 1);
        yield fill.repeat(left) + text + fill.repeat(missing - left);
      }
    };
  }

  private static String zfill(String text, Arguments arguments) {
    int missing = arguments.integer(0, "width", 0) - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    arguments.context().allocate(missing);
    boolean signed = text.startsWith("-") || text.startsWith("+");
    return signed
        ? text.charAt(0) + "0".repeat(missing) + text.substring(1)
        : "0".repeat(missing) + text;
  }

  private static String translate(String text, Object table) {
    if (!(table instanceof Map<?, ?> map)) {
      throw EvaluationException.type(
          "'" + Python.typeName(table) + "' object is not subscriptable");
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              Object key = (long) point;
              if (!map.containsKey(key)) {
                out.appendCodePoint(point);
                return;
              }
              Object value = Values.of(map.get(key));
              if (value instanceof Long replacement) {
                out.appendCodePoint(replacement.intValue());
              } else if (value != None.NONE) {
                out.append(Python.str(value));
              }
            });
    return out.toString();
  }
}
