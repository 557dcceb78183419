package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.DictView;
import dev.millrace.jinja.values.Dicts;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of dicts. */
final class DictMethods {
  static final Set<String> NAMES =
      Set.of(
          "get",
          "keys",
          "values",
          "items",
          "pop",
          "popitem",
          "setdefault",
          "update",
          "copy",
          "clear",
          "fromkeys");

  private DictMethods() {}

  static Object call(Map<?, ?> map, String name, Arguments arguments) {
    // As in CPython, whose dict methods know no names for their parameters.
    if (!arguments.named().isEmpty() && !name.equals("update")) {
      throw EvaluationException.type("dict." + name + "() takes no keyword arguments");
    }
    return switch (name) {
      case "get" -> {
        @Nullable Object[] given = arguments.bind("get", 1, "key", "default");
        Object key = Values.of(given[0]);
        yield map.containsKey(key) ? Values.of(map.get(key)) : Values.of(given[1]);
      }
      case "keys" -> new DictView(DictView.Kind.KEYS, map);
      case "values" -> new DictView(DictView.Kind.VALUES, map);
      case "items" -> new DictView(DictView.Kind.ITEMS, map);
      case "copy" -> {
        arguments.context().allocate(32L * map.size());
        yield new PyDict(map);
      }
      case "update" -> {
        Dicts.update(map, arguments);
        yield None.NONE;
      }
      case "clear" -> {
        map.clear();
        yield None.NONE;
      }
      case "pop" -> pop(map, arguments);
      case "popitem" -> popitem(map);
      case "setdefault" -> {
        @Nullable Object[] given = arguments.bind("setdefault", 1, "key", "default");
        Object key = Values.of(given[0]);
        if (!map.containsKey(key)) {
          arguments.context().allocate(32);
          Dicts.put(map, key, Values.of(given[1]));
        }
        yield Values.of(map.get(key));
      }
      default -> fromkeys(arguments);
    };
  }

  private static Object pop(Map<?, ?> map, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("pop", 1, "key", "default");
    Object key = Values.of(given[0]);
    if (map.containsKey(key)) {
      return Values.of(map.remove(key));
    }
    if (given[1] == null) {
      throw EvaluationException.type("KeyError: " + Python.repr(key));
    }
    return given[1];
  }

  private static Object popitem(Map<?, ?> map) {
    Object last = null;
    for (Object key : map.keySet()) {
      last = key;
    }
    if (last == null) {
      throw EvaluationException.type("'popitem(): dictionary is empty'");
    }
    return PyTuple.of(Values.of(last), Values.of(map.remove(last)));
  }

  private static Object fromkeys(Arguments arguments) {
    @Nullable Object[] given = arguments.bind("fromkeys", 1, "iterable", "value");
    PyDict dict = new PyDict();
    for (Object key : Iteration.list(Values.of(given[0]), arguments.context())) {
      dict.put(key, Values.of(given[1]));
    }
    return dict;
  }
}
