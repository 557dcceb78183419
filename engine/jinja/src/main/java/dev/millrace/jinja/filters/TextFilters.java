package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.methods.StringCase;
import dev.millrace.jinja.methods.StringSearch;
import dev.millrace.jinja.methods.StringSplit;
import dev.millrace.jinja.modules.Json;
import dev.millrace.jinja.syntax.Characters;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PercentFormat;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Filters that make text. */
final class TextFilters {
  private static final int LEEWAY = 5;

  private TextFilters() {}

  static void addTo(Map<String, Filter> filters) {
    plain(filters, "upper", value -> Python.str(value).toUpperCase(Locale.ROOT));
    plain(filters, "lower", value -> Python.str(value).toLowerCase(Locale.ROOT));
    plain(filters, "capitalize", value -> StringCase.capitalize(Python.str(value)));
    plain(filters, "title", value -> title(Python.str(value)));
    plain(filters, "string", value -> Python.str(value));
    plain(filters, "safe", value -> Python.str(value));
    filters.put("trim", TextFilters::trim);
    filters.put("replace", TextFilters::replace);
    filters.put("format", TextFilters::format);
    filters.put("indent", TextFilters::indent);
    filters.put("truncate", TextFilters::truncate);
    filters.put("center", TextFilters::center);
    plain(filters, "wordcount", value -> words(Python.str(value)));
    filters.put("wordwrap", WordWrap::filter);
    filters.put("tojson", TextFilters::toJson);
    filters.put("pprint", PrettyPrint::filter);
    filters.put("filesizeformat", TextFilters::fileSize);
    MarkupFilters.addTo(filters);
  }

  /** Adds a filter that takes no arguments. */
  static void plain(Map<String, Filter> filters, String name, UnaryOperator<Object> filter) {
    filters.put(
        name,
        (value, arguments) -> {
          arguments.bind(name, 0);
          return filter.apply(value);
        });
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean start = true;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      String letter = Character.toString(point);
      out.append(start ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
      start = Characters.isSpace(point) || "-({[<".indexOf(point) >= 0;
    }
    return out.toString();
  }

  private static Object trim(Object value, Arguments arguments) {
    Object chars = Values.of(arguments.bind("trim", 0, "chars")[0]);
    String set = chars == None.NONE ? null : Python.str(chars);
    return StringCase.strip(Python.str(value), set, true, true);
  }

  private static Object replace(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("replace", 2, "old", "new", "count");
    int count = given[2] == null || given[2] == None.NONE ? -1 : arguments.integer(2, "count", -1);
    return StringSearch.replace(
        Python.str(value),
        Python.str(Values.of(given[0])),
        Python.str(Values.of(given[1])),
        count,
        arguments.context());
  }

  private static Object format(Object value, Arguments arguments) {
    if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
      throw EvaluationException.type(
          "can't handle positional and keyword arguments at the same time");
    }
    Object values =
        arguments.named().isEmpty()
            ? PyTuple.copyOf(arguments.positional())
            : new PyDict(arguments.named());
    return PercentFormat.format(Python.str(value), values, arguments.context());
  }

  private static Object indent(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("indent", 0, "width", "first", "blank");
    if (!(value instanceof String)) {
      Python.str(value);
      if (value instanceof Undefined undefined) {
        throw undefined.failure();
      }
      throw EvaluationException.type(
          "unsupported operand type(s) for +=: '" + Python.typeName(value) + "' and 'str'");
    }
    boolean first = arguments.flag(1, "first", false);
    boolean blank = arguments.flag(2, "blank", false);
    String indention;
    if (given[0] instanceof String text) {
      indention = text;
    } else {
      int width = Math.max(0, arguments.integer(0, "width", 4));
      arguments.context().allocate(width);
      indention = " ".repeat(width);
    }
    List<Object> lines = StringSplit.lines(Python.str(value) + "\n", false);
    arguments.context().allocate((long) indention.length() * lines.size());
    StringBuilder out = new StringBuilder(first ? indention : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = Python.str(lines.get(i));
      if (i > 0) {
        out.append('\n').append(blank || !line.isEmpty() ? indention : "");
      }
      out.append(line);
    }
    return out.toString();
  }

  private static Object truncate(Object value, Arguments arguments) {
    arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
    int length = arguments.integer(0, "length", 255);
    boolean killWords = arguments.flag(1, "killwords", false);
    String end = Python.str(arguments.get(2, "end", "..."));
    Object given = arguments.get(3, "leeway", None.NONE);
    int leeway = given == None.NONE ? LEEWAY : arguments.integer(3, "leeway", LEEWAY);
    if (length < end.length()) {
      throw EvaluationException.type("expected length >= " + end.length() + ", got " + length);
    }
    if (leeway < 0) {
      throw EvaluationException.type("expected leeway >= 0, got " + leeway);
    }
    int size = Iteration.size(value);
    if (size < 0) {
      throw EvaluationException.type(
          "object of type '" + Python.typeName(value) + "' has no len()");
    }
    if (size <= (long) length + leeway) {
      return value;
    }
    if (!(value instanceof String text)) {
      throw EvaluationException.type("'" + Python.typeName(value) + "' cannot be truncated");
    }
    String cut = text.substring(0, text.offsetByCodePoints(0, length - end.length()));
    int blank = cut.lastIndexOf(' ');
    return (killWords || blank < 0 ? cut : cut.substring(0, blank)) + end;
  }

  private static Object center(Object value, Arguments arguments) {
    String text = Python.str(value);
    int width = arguments.integer(0, "width", 80);
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    arguments.context().allocate(missing);
    int left = missing / 2 + (missing & width & 1);
    return " ".repeat(left) + text + " ".repeat(missing - left);
  }

  private static Object words(String text) {
    long count = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean word = Character.isLetterOrDigit(point) || point == '_';
      if (word && !inside) {
        count++;
      }
      inside = word;
    }
    return count;
  }

  private static Object toJson(Object value, Arguments arguments) {
    Object given = Values.of(arguments.bind("tojson", 0, "indent")[0]);
    String indent = null;
    if (given instanceof Long width) {
      arguments.context().allocate(Math.max(0, width));
      indent = " ".repeat(Math.max(0, width.intValue()));
    } else if (given instanceof String text) {
      indent = text;
    }
    return Json.write(value, true, indent, arguments.context())
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("'", "\\u0027");
  }

  private static Object fileSize(Object value, Arguments arguments) {
    Object number = Conversions.toFloat(value, null);
    if (!(number instanceof Double bytes)) {
      throw EvaluationException.type("could not convert string to float: " + Python.repr(value));
    }
    boolean binary = arguments.flag(0, "binary", false);
    int base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return bytes.longValue() + " Bytes";
    }
    String[] units =
        binary
            ? new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}
            : new String[] {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    double unit = base;
    int index = 0;
    while (index < units.length - 1 && bytes >= unit * base) {
      unit *= base;
      index++;
    }
    return PercentFormat.format(
        "%.1f %s", PyTuple.of(bytes / unit, units[index]), arguments.context());
  }
}
