package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyRange;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's {@code pprint}: keys in order, and one element per line where 80 columns are passed. */
final class PrettyPrint {
  private static final int WIDTH = 80;
  private static final int MAX_DEPTH = 100;

  private final StringBuilder out = new StringBuilder();

  private PrettyPrint() {}

  static Object filter(Object value, Arguments arguments) {
    arguments.bind("pprint", 0);
    PrettyPrint print = new PrettyPrint();
    print.append(ordered(value, 0, arguments.context()), 0, 0);
    return print.out.toString();
  }

  private static void deepen(int depth, Budget budget) {
    budget.allocate(64);
    if (depth > MAX_DEPTH) {
      throw EvaluationException.limit("maximum recursion depth exceeded while printing a value");
    }
  }

  // The same value with the keys of its dicts in order, where they have one.
  private static Object ordered(Object value, int depth, Budget budget) {
    deepen(depth, budget);
    return switch (value) {
      case Map<?, ?> map -> {
        List<Object> keys = new ArrayList<>();
        map.keySet().forEach(key -> keys.add(Values.of(key)));
        if (keys.stream().allMatch(String.class::isInstance)
            || keys.stream().allMatch(Ordering::isNumber)) {
          keys.sort((a, b) -> Ordering.compare(a, b, "<"));
        }
        PyDict sorted = new PyDict();
        keys.forEach(key -> sorted.put(key, ordered(Values.of(map.get(key)), depth + 1, budget)));
        yield sorted;
      }
      case PyRange range -> range;
      case List<?> list -> elements(list, depth, budget);
      case PyTuple tuple -> PyTuple.copyOf(elements(tuple.elements(), depth, budget));
      default -> value;
    };
  }

  private static List<Object> elements(List<?> list, int depth, Budget budget) {
    List<Object> elements = new ArrayList<>(list.size());
    list.forEach(element -> elements.add(ordered(Values.of(element), depth + 1, budget)));
    return elements;
  }

  private void append(Object value, int indent, int allowance) {
    String text = Python.repr(value);
    if (text.codePointCount(0, text.length()) <= WIDTH - indent - allowance) {
      out.append(text);
      return;
    }
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        out.append('{');
        String separator = "";
        int left = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          String key = Python.repr(Values.of(entry.getKey())) + ": ";
          out.append(separator).append(key);
          int column = indent + 1 + key.codePointCount(0, key.length());
          append(Values.of(entry.getValue()), column, --left == 0 ? allowance + 1 : 1);
          separator = ",\n" + " ".repeat(indent + 1);
        }
        out.append('}');
      }
      case PyRange range -> out.append(text);
      case List<?> list when !list.isEmpty() -> append('[', list, "]", indent, allowance);
      case PyTuple tuple when tuple.size() > 0 ->
          append('(', tuple.elements(), tuple.size() == 1 ? ",)" : ")", indent, allowance);
      default -> out.append(text);
    }
  }

  private void append(char open, List<?> elements, String close, int indent, int allowance) {
    out.append(open);
    String separator = "";
    int left = elements.size();
    for (Object element : elements) {
      out.append(separator);
      append(Values.of(element), indent + 1, --left == 0 ? allowance + close.length() : 1);
      separator = ",\n" + " ".repeat(indent + 1);
    }
    out.append(close);
  }
}
