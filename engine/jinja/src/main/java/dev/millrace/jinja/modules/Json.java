package dev.millrace.jinja.modules;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Numbers;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.PyRange;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code json.dumps}: ASCII only, blanks behind commas and colons. */
public final class Json {
  private static final int MAX_DEPTH = 200;

  private final boolean sortKeys;
  private final @Nullable String indent;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private int charged;
  private int depth;

  private Json(boolean sortKeys, @Nullable String indent, Budget budget) {
    this.sortKeys = sortKeys;
    this.indent = indent;
    this.budget = budget;
  }

  /**
   * The value as JSON.
   *
   * @param indent what each level is indented with, or null for a single line
   */
  public static String write(
      Object value, boolean sortKeys, @Nullable String indent, Budget budget) {
    Json json = new Json(sortKeys, indent, budget);
    json.append(value);
    return json.out.toString();
  }

  private void append(Object value) {
    budget.steps(1);
    budget.allocate(out.length() - charged);
    charged = out.length();
    switch (value) {
      case String text -> quote(text);
      case Boolean flag -> out.append(flag ? "true" : "false");
      case Long number -> out.append(number.longValue());
      case BigInteger number -> out.append(number);
      case Double number -> out.append(real(number));
      case None none -> out.append("null");
      case PyTuple tuple -> list(tuple.elements());
      case List<?> list when !(list instanceof PyRange) -> list(list);
      case Map<?, ?> map -> map(map);
      case Undefined undefined when undefined.isChainable() -> out.append("null");
      default ->
          throw EvaluationException.type(
              "Object of type " + Python.typeName(value) + " is not JSON serializable");
    }
  }

  private static String real(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return Numbers.repr(number);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw EvaluationException.type("Circular reference detected");
    }
  }

  private void line() {
    if (indent != null) {
      budget.allocate((long) indent.length() * depth);
      out.append('\n').repeat(indent, depth);
    }
  }

  private void separator() {
    out.append(indent == null ? ", " : ",");
    line();
  }

  private void list(Collection<?> elements) {
    if (elements.isEmpty()) {
      out.append("[]");
      return;
    }
    enter();
    out.append('[');
    line();
    boolean first = true;
    for (Object element : elements) {
      if (!first) {
        separator();
      }
      first = false;
      append(Values.of(element));
    }
    depth--;
    line();
    out.append(']');
  }

  private void map(Map<?, ?> map) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    enter();
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    if (sortKeys) {
      entries.sort((a, b) -> Ordering.compare(Values.of(a.getKey()), Values.of(b.getKey()), "<"));
    }
    out.append('{');
    line();
    boolean first = true;
    for (Map.Entry<?, ?> entry : entries) {
      if (!first) {
        separator();
      }
      first = false;
      quote(key(Values.of(entry.getKey())));
      out.append(": ");
      append(Values.of(entry.getValue()));
    }
    depth--;
    line();
    out.append('}');
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case Boolean flag -> flag ? "true" : "false";
      case None none -> "null";
      case Long number -> number.toString();
      case BigInteger number -> number.toString();
      case Double number -> real(number);
      default ->
          throw EvaluationException.type(
              "keys must be str, int, float, bool or None, not " + Python.typeName(key));
    };
  }

  private void quote(String text) {
    budget.allocate(text.length());
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (character < ' ' || character > '~') {
            out.append("\\u").append(HexFormat.of().toHexDigits(character));
          } else {
            out.append(character);
          }
        }
      }
    }
    out.append('"');
  }
}
