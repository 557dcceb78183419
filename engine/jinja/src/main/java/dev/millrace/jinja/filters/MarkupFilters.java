package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters for HTML and addresses. */
final class MarkupFilters {
  private MarkupFilters() {}

  static void addTo(Map<String, Filter> filters) {
    TextFilters.plain(filters, "escape", value -> escape(Python.str(value)));
    TextFilters.plain(filters, "e", value -> escape(Python.str(value)));
    TextFilters.plain(filters, "forceescape", value -> escape(Python.str(value)));
    TextFilters.plain(filters, "striptags", value -> stripTags(Python.str(value)));
    filters.put("xmlattr", MarkupFilters::attributes);
    filters.put("urlencode", MarkupFilters::urlEncode);
    filters.put("urlize", MarkupFilters::urlize);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  private static String stripTags(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', from)) {
      boolean comment = text.startsWith("<!--", open);
      int close = comment ? text.indexOf("-->", open) : text.indexOf('>', open);
      if (close < 0) {
        break;
      }
      out.append(text, from, open);
      from = close + (comment ? 3 : 1);
    }
    String bare = out.append(text.substring(from)).toString();
    String joined = String.join(" ", bare.strip().split("\\s+"));
    return joined
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  private static Object attributes(Object value, Arguments arguments) {
    if (!(value instanceof Map<?, ?> map)) {
      throw EvaluationException.type(
          "'" + Python.typeName(value) + "' object has no attribute 'items'");
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object content = Values.of(entry.getValue());
      if (content == None.NONE || content instanceof Undefined) {
        continue;
      }
      String name = Python.str(Values.of(entry.getKey()));
      if (name.chars().anyMatch(character -> " \t\n\r\f/>=".indexOf(character) >= 0)) {
        throw EvaluationException.type("Invalid character in attribute name: " + Python.repr(name));
      }
      parts.add(escape(name) + "=\"" + escape(Python.str(content)) + "\"");
    }
    String joined = String.join(" ", parts);
    return arguments.flag(0, "autospace", true) && !joined.isEmpty() ? " " + joined : joined;
  }

  private static Object urlEncode(Object value, Arguments arguments) {
    if (!(value instanceof Map<?, ?>)
        && (value instanceof String || Iteration.iteratorOrNull(value) == null)) {
      return quoted(Python.str(value), "/", "%20");
    }
    List<String> parts = new ArrayList<>();
    Iterator<Object> pairs =
        value instanceof Map<?, ?> map
            ? map.entrySet().stream()
                .map(
                    entry ->
                        (Object) PyTuple.of(Values.of(entry.getKey()), Values.of(entry.getValue())))
                .iterator()
            : Iteration.iterator(value);
    while (pairs.hasNext()) {
      List<Object> pair = Iteration.list(pairs.next(), arguments.context());
      if (pair.size() != 2) {
        throw EvaluationException.type(
            "not enough values to unpack (expected 2, got " + pair.size() + ")");
      }
      parts.add(
          quoted(Python.str(pair.get(0)), "", "+")
              + "="
              + quoted(Python.str(pair.get(1)), "", "+"));
    }
    return String.join("&", parts);
  }

  private static String quoted(String text, String safe, String blank) {
    StringBuilder out = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xff);
      boolean plain =
          character < 0x80
              && (Character.isLetterOrDigit(character)
                  || "_.-~".indexOf(character) >= 0
                  || safe.indexOf(character) >= 0);
      if (plain) {
        out.append(character);
      } else if (character == ' ') {
        out.append(blank);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) character));
      }
    }
    return out.toString();
  }

  private static Object urlize(Object value, Arguments arguments) {
    String text = escape(Python.str(value));
    arguments.context().allocate(text.length() * 3L);
    StringBuilder out = new StringBuilder();
    for (String word : text.splitWithDelimiters("\\s+", 0)) {
      boolean full = word.startsWith("http://") || word.startsWith("https://");
      if (full || word.startsWith("www.")) {
        String address = full ? word : "https://" + word;
        out.append("<a href=\"").append(address).append("\" rel=\"noopener\">");
        out.append(word).append("</a>");
      } else {
        out.append(word);
      }
    }
    return out.toString();
  }
}
