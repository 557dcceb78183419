package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of lists; those that change the list give None, as in Python. */
final class ListMethods {
  static final Set<String> NAMES =
      Set.of(
          "append", "extend", "insert", "pop", "remove", "index", "count", "copy", "clear",
          "reverse", "sort");

  private ListMethods() {}

  @SuppressWarnings("unchecked") // values of the model are all objects; a host's typed list is not
  static Object call(List<?> receiver, String name, Arguments arguments) {
    List<Object> list = (List<Object>) receiver;
    switch (name) {
      case "append" -> {
        @Nullable Object[] given = arguments.bind("append", 1, "object");
        arguments.context().allocate(16);
        list.add(Values.of(given[0]));
      }
      case "extend" -> {
        @Nullable Object[] given = arguments.bind("extend", 1, "iterable");
        list.addAll(Iteration.list(Values.of(given[0]), arguments.context()));
      }
      case "insert" -> {
        @Nullable Object[] given = arguments.bind("insert", 2, "index", "object");
        arguments.context().allocate(16);
        list.add(place(list, Values.of(given[0])), Values.of(given[1]));
      }
      case "remove" -> {
        int at = find(list, arguments, "list.remove(x): x not in list");
        list.remove(at);
      }
      case "clear" -> list.clear();
      case "reverse" -> Collections.reverse(list);
      case "sort" -> sort(list, arguments);
      case "pop" -> {
        return pop(list, arguments);
      }
      case "copy" -> {
        return Iteration.list(list, arguments.context());
      }
      default -> {
        return search(list, name, arguments);
      }
    }
    return None.NONE;
  }

  /** {@code count} and {@code index}, which tuples and ranges have too. */
  static Object search(List<?> list, String name, Arguments arguments) {
    if (name.equals("count")) {
      Object wanted = arguments.require(0, "value");
      arguments.context().steps(list.size());
      return list.stream().filter(element -> Python.equal(Values.of(element), wanted)).count();
    }
    Object wanted = arguments.require(0, "value");
    return (long) find(list, arguments, Python.repr(wanted) + " is not in list");
  }

  private static int find(List<?> list, Arguments arguments, String message) {
    Object wanted = arguments.require(0, "value");
    int from = Math.clamp(arguments.integer(1, "start", 0), -list.size(), list.size());
    int to = Math.clamp(arguments.integer(2, "stop", list.size()), -list.size(), list.size());
    arguments.context().steps(list.size());
    for (int i = from < 0 ? from + list.size() : from; i < (to < 0 ? to + list.size() : to); i++) {
      if (Python.equal(Values.of(list.get(i)), wanted)) {
        return i;
      }
    }
    throw EvaluationException.type(message);
  }

  private static int place(List<Object> list, Object index) {
    Long at = Arithmetic.index(index);
    if (at == null) {
      throw EvaluationException.type(
          "'" + Python.typeName(index) + "' object cannot be interpreted as an integer");
    }
    long clipped = Math.clamp(at, -(long) list.size(), list.size());
    return (int) (clipped < 0 ? clipped + list.size() : clipped);
  }

  private static Object pop(List<Object> list, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("pop", 0, "index");
    if (list.isEmpty()) {
      throw EvaluationException.type("pop from empty list");
    }
    Long index = given[0] == null ? Long.valueOf(-1) : Arithmetic.index(given[0]);
    long at = index == null ? Long.MAX_VALUE : index < 0 ? index + list.size() : index;
    if (at < 0 || at >= list.size()) {
      throw EvaluationException.type("pop index out of range");
    }
    return Values.of(list.remove((int) at));
  }

  private static void sort(List<Object> list, Arguments arguments) {
    Object key = arguments.get(-1, "key", None.NONE);
    boolean reverse = arguments.flag(-1, "reverse", false);
    record Keyed(Object key, Object value) {}
    List<Keyed> keyed = new ArrayList<>(list.size());
    for (Object element : list) {
      Object value = Values.of(element);
      keyed.add(
          new Keyed(
              key instanceof Callable callable
                  ? arguments.context().call(callable, List.of(value), Map.of())
                  : value,
              value));
    }
    Comparator<Object> order = (a, b) -> Ordering.compare(a, b, "<");
    keyed.sort(Comparator.comparing(Keyed::key, reverse ? order.reversed() : order));
    list.clear();
    keyed.forEach(element -> list.add(element.value()));
  }
}
