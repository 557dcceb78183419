package dev.millrace.jinja.methods;

import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.FormatSpec;
import dev.millrace.jinja.values.Python;
import java.util.List;
import java.util.Map;

/** Python's {@code str.format}; attributes are looked up by the engine's rules, never Java's. */
public final class BraceFormat {
  private static final int MAX_DEPTH = 2;

  private final List<Object> positional;
  private final Map<String, Object> named;
  private final CallContext context;
  private int automatic;
  private boolean numbered;

  private BraceFormat(List<Object> positional, Map<String, Object> named, CallContext context) {
    this.positional = positional;
    this.named = named;
    this.context = context;
  }

  /** Fills the places of a format. */
  public static String format(
      String format, List<Object> positional, Map<String, Object> named, CallContext context) {
    return new BraceFormat(positional, named, context).fill(format, MAX_DEPTH);
  }

  private String fill(String format, int depth) {
    if (depth == 0) {
      throw EvaluationException.type("Max string recursion exceeded");
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char character = format.charAt(at);
      boolean doubled = at + 1 < format.length() && format.charAt(at + 1) == character;
      if (character != '{' && character != '}') {
        out.append(character);
        at++;
      } else if (doubled) {
        out.append(character);
        at += 2;
      } else if (character == '}') {
        throw EvaluationException.type("Single '}' encountered in format string");
      } else {
        int close = closing(format, at + 1);
        String place = place(format.substring(at + 1, close), depth);
        context.allocate(place.length());
        out.append(place);
        at = close + 1;
      }
    }
    return out.toString();
  }

  private static int closing(String format, int from) {
    int open = 1;
    for (int i = from; i < format.length(); i++) {
      char character = format.charAt(i);
      if (character == '{') {
        open++;
      } else if (character == '}' && --open == 0) {
        return i;
      }
    }
    throw EvaluationException.type(
        from == format.length()
            ? "Single '{' encountered in format string"
            : "expected '}' before end of string");
  }

  private String place(String place, int depth) {
    int end = 0;
    boolean bracket = false;
    while (end < place.length()) {
      char character = place.charAt(end);
      bracket = character == '[' || (bracket && character != ']');
      if (!bracket && (character == ':' || character == '!')) {
        break;
      }
      end++;
    }
    Object value = field(place.substring(0, end));
    String rest = place.substring(end);
    if (rest.startsWith("!")) {
      if (rest.length() < 2) {
        throw EvaluationException.type("end of string while looking for conversion specifier");
      }
      value = converted(value, rest.charAt(1));
      rest = rest.substring(2);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw EvaluationException.type("expected ':' after conversion specifier");
      }
    }
    String specification = rest.isEmpty() ? "" : rest.substring(1);
    if (specification.indexOf('{') >= 0) {
      specification = fill(specification, depth - 1);
    }
    return FormatSpec.format(value, specification, context);
  }

  private static Object converted(Object value, char conversion) {
    return switch (conversion) {
      case 's' -> Python.str(value);
      case 'r' -> Python.repr(value);
      case 'a' -> Python.ascii(value);
      default -> throw EvaluationException.type("Unknown conversion specifier " + conversion);
    };
  }

  private Object field(String field) {
    int end = 0;
    while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
      end++;
    }
    Object value = first(field.substring(0, end));
    while (end < field.length()) {
      if (field.charAt(end) == '.') {
        int begin = ++end;
        while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
          end++;
        }
        value = context.attribute(value, field.substring(begin, end));
      } else {
        int close = field.indexOf(']', end);
        if (close < 0) {
          throw EvaluationException.type("Missing ']' in format string");
        }
        String key = field.substring(end + 1, close);
        value = context.item(value, isNumber(key) ? (Object) Long.valueOf(key) : key);
        end = close + 1;
        if (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
          throw EvaluationException.type(
              "Only '.' or '[' may follow ']' in format field specifier");
        }
      }
    }
    return value;
  }

  private Object first(String name) {
    if (name.isEmpty()) {
      if (numbered) {
        throw EvaluationException.type(
            "cannot switch from manual field specification to automatic field numbering");
      }
      return positional(automatic++);
    }
    if (isNumber(name)) {
      if (automatic > 0) {
        throw EvaluationException.type(
            "cannot switch from automatic field numbering to manual field specification");
      }
      numbered = true;
      return positional(Integer.parseInt(name));
    }
    Object value = named.get(name);
    if (value == null) {
      throw EvaluationException.type("KeyError: " + Python.repr(name));
    }
    return value;
  }

  private Object positional(int index) {
    if (index >= positional.size()) {
      throw EvaluationException.type(
          "Replacement index " + index + " out of range for positional args tuple");
    }
    return positional.get(index);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 9
        && text.chars().allMatch(character -> character >= '0' && character <= '9');
  }
}
