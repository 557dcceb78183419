package dev.millrace.jinja.values;

import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's {@code str} and {@code repr}. */
final class Repr {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_CHARS = 32_000_000;
  // Python refuses longer ones too; turning them to text takes quadratic time.
  private static final int MAX_DIGITS = 4300;

  private final StringBuilder out = new StringBuilder();
  // The containers being printed: one that contains itself prints as [...].
  private final List<Object> open = new ArrayList<>();

  private Repr() {}

  static String str(Object value) {
    return switch (value) {
      case String text -> text;
      case Long number -> Long.toString(number);
      case Undefined undefined -> {
        undefined.look();
        yield "";
      }
      case JinjaObject object -> object.str();
      default -> repr(value);
    };
  }

  static String repr(Object value) {
    Repr repr = new Repr();
    repr.append(value);
    return repr.out.toString();
  }

  private void append(Object value) {
    bounded(0);
    switch (value) {
      case String text -> quote(text);
      case Boolean flag -> out.append(flag ? "True" : "False");
      case Long number -> out.append(number.longValue());
      case Double number -> out.append(Numbers.repr(number));
      case BigInteger number -> out.append(digits(number));
      case None none -> out.append("None");
      case Undefined undefined -> out.append("Undefined");
      case PyTuple tuple -> tuple(tuple);
      case PyRange range -> out.append(range);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case PySet set -> set(set);
      case DictView view -> {
        out.append(view.typeName()).append("([");
        elements(view);
        out.append("])");
      }
      case Namespace namespace -> {
        out.append("<Namespace ");
        append(namespace.attributes());
        out.append('>');
      }
      case JinjaObject object -> out.append(object.repr());
      case Callable callable -> out.append(callable.repr());
      default -> out.append(value);
    }
  }

  static String ascii(Object value) {
    String text = repr(value);
    if (text.chars().allMatch(character -> character < 0x7f)) {
      return text;
    }
    Repr escaped = new Repr();
    text.codePoints()
        .forEach(
            point -> {
              if (point < 0x7f) {
                escaped.out.append((char) point);
              } else {
                escaped.escape(point);
              }
            });
    return escaped.out.toString();
  }

  /** A stand-in for the memory address that Python prints. */
  static String address(Object value) {
    return String.format("0x7f%010x", System.identityHashCode(value));
  }

  private static String digits(BigInteger number) {
    if (number.bitLength() > MAX_DIGITS * 10 / 3) {
      throw EvaluationException.type(
          "Exceeds the limit (" + MAX_DIGITS + " digits) for integer string conversion");
    }
    return number.toString();
  }

  private boolean enter(Object container, String whenInside) {
    for (Object outer : open) {
      if (outer == container) {
        out.append(whenInside);
        return false;
      }
    }
    if (open.size() >= MAX_DEPTH) {
      throw EvaluationException.limit(
          "maximum recursion depth exceeded while getting the repr of an object");
    }
    open.add(container);
    return true;
  }

  private void leave() {
    open.removeLast();
  }

  private void tuple(PyTuple tuple) {
    if (enter(tuple, "(...)")) {
      out.append('(');
      elements(tuple);
      out.append(tuple.size() == 1 ? ",)" : ")");
      leave();
    }
  }

  private void list(List<?> list) {
    if (enter(list, "[...]")) {
      out.append('[');
      elements(list);
      out.append(']');
      leave();
    }
  }

  private void set(PySet set) {
    if (set.isEmpty()) {
      out.append("set()");
    } else if (enter(set, "{...}")) {
      out.append('{');
      elements(set);
      out.append('}');
      leave();
    }
  }

  private void elements(Iterable<?> elements) {
    boolean first = true;
    for (Object element : elements) {
      if (!first) {
        out.append(", ");
      }
      first = false;
      append(Values.of(element));
    }
  }

  private void map(Map<?, ?> map) {
    if (enter(map, "{...}")) {
      out.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!first) {
          out.append(", ");
        }
        first = false;
        append(Values.of(entry.getKey()));
        out.append(": ");
        append(Values.of(entry.getValue()));
      }
      out.append('}');
      leave();
    }
  }

  private void bounded(int more) {
    if (more > MAX_CHARS - out.length()) {
      throw EvaluationException.limit("a value's text is longer than " + MAX_CHARS + " characters");
    }
  }

  private void quote(String text) {
    bounded(text.length());
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (point == quote) {
            out.append('\\').append(quote);
          } else if (printable(point)) {
            out.appendCodePoint(point);
          } else {
            escape(point);
          }
        }
      }
    }
    out.append(quote);
  }

  private void escape(int point) {
    if (point < 0x100) {
      out.append(String.format("\\x%02x", point));
    } else if (point < 0x10000) {
      out.append(String.format("\\u%04x", point));
    } else {
      out.append(String.format("\\U%08x", point));
    }
  }

  private static boolean printable(int point) {
    if (point < 0x7f) {
      return point >= ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
