package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.DictView;
import dev.millrace.jinja.values.Generator;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Filters that order, cut and sum up sequences. */
final class SequenceFilters {
  private SequenceFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("length", SequenceFilters::length);
    filters.put("count", SequenceFilters::length);
    filters.put("list", (value, arguments) -> Iteration.list(value, arguments.context()));
    filters.put("first", SequenceFilters::first);
    filters.put("last", SequenceFilters::last);
    filters.put("random", SequenceFilters::random);
    filters.put("reverse", SequenceFilters::reverse);
    filters.put("join", SequenceFilters::join);
    filters.put("sum", SequenceFilters::sum);
    filters.put("sort", SequenceFilters::sort);
    filters.put("unique", SequenceFilters::unique);
    filters.put("min", (value, arguments) -> extreme(value, arguments, "min"));
    filters.put("max", (value, arguments) -> extreme(value, arguments, "max"));
    filters.put("dictsort", SequenceFilters::dictSort);
    filters.put("items", SequenceFilters::items);
    GroupFilters.addTo(filters);
  }

  private static Object length(Object value, Arguments arguments) {
    int length = Iteration.size(value);
    if (length < 0) {
      throw EvaluationException.type(
          "object of type '" + Python.typeName(value) + "' has no len()");
    }
    return (long) length;
  }

  private static Object first(Object value, Arguments arguments) {
    Iterator<Object> elements = Iteration.iterator(value);
    return elements.hasNext() ? elements.next() : empty("No first item", arguments);
  }

  private static Object last(Object value, Arguments arguments) {
    List<Object> elements = reversible(value, arguments);
    return elements.isEmpty() ? empty("No last item", arguments) : elements.getLast();
  }

  private static List<Object> reversible(Object value, Arguments arguments) {
    if (value instanceof Generator || value instanceof PySet) {
      throw EvaluationException.type("'" + Python.typeName(value) + "' object is not reversible");
    }
    return Iteration.list(value, arguments.context());
  }

  private static Object random(Object value, Arguments arguments) {
    List<Object> elements = Iteration.list(value, arguments.context());
    return elements.isEmpty()
        ? empty("No random item", arguments)
        : elements.get(RandomGenerator.getDefault().nextInt(elements.size()));
  }

  private static Object empty(String what, Arguments arguments) {
    return new Undefined(what + ", sequence was empty.", arguments.context().undefinedPolicy());
  }

  private static Object reverse(Object value, Arguments arguments) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    List<Object> elements = Iteration.list(value, arguments.context());
    Collections.reverse(elements);
    boolean dict = value instanceof Map<?, ?> || value instanceof DictView;
    String description =
        value instanceof PyTuple
            ? "reversed object"
            : dict ? "dict_reversekeyiterator object" : "list_reverseiterator object";
    return value instanceof Generator || value instanceof PySet
        ? elements
        : new Generator(description, elements.iterator());
  }

  private static Object join(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("join", 0, "d", "attribute");
    String separator = given[0] == null ? "" : Python.str(given[0]);
    Getter getter =
        new Getter(given[1] == null ? None.NONE : given[1], null, false, arguments.context());
    StringBuilder out = new StringBuilder();
    Iterator<Object> elements = Iteration.iterator(value);
    boolean first = true;
    while (elements.hasNext()) {
      arguments.context().steps(1);
      String text = getter.text(elements.next());
      arguments.context().allocate((long) separator.length() + text.length());
      out.append(first ? "" : separator).append(text);
      first = false;
    }
    return out.toString();
  }

  private static Object sum(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("sum", 0, "attribute", "start");
    Getter getter =
        new Getter(given[0] == null ? None.NONE : given[0], null, false, arguments.context());
    Object total = given[1] == null ? (Object) 0L : given[1];
    Iterator<Object> elements = Iteration.iterator(value);
    while (elements.hasNext()) {
      arguments.context().steps(1);
      total = Arithmetic.apply("+", total, getter.get(elements.next()), arguments.context());
    }
    return total;
  }

  private record Keyed(Object key, Object element) {}

  /** Elements with the keys they are ordered by. */
  private static List<Keyed> keyed(List<Object> elements, List<Getter> getters) {
    List<Keyed> keyed = new ArrayList<>(elements.size());
    for (Object element : elements) {
      Object key =
          getters.size() == 1
              ? getters.getFirst().get(element)
              : PyTuple.copyOf(getters.stream().map(getter -> getter.get(element)).toList());
      keyed.add(new Keyed(key, element));
    }
    return keyed;
  }

  static List<Object> sorted(
      List<Object> elements, List<Getter> getters, boolean reverse, CallContext context) {
    return sorted(elements, getters, reverse, false, context);
  }

  // Sorting by attributes compares lists of keys in Python, and lists compare only what differs.
  private static List<Object> sorted(
      List<Object> elements,
      List<Getter> getters,
      boolean reverse,
      boolean listed,
      CallContext context) {
    List<Keyed> keyed = keyed(elements, getters);
    Comparator<Object> order =
        (a, b) -> {
          context.steps(1);
          return listed && Python.equal(a, b) ? 0 : Ordering.compare(a, b, "<");
        };
    keyed.sort(Comparator.comparing(Keyed::key, reverse ? order.reversed() : order));
    List<Object> result = new ArrayList<>(keyed.size());
    keyed.forEach(entry -> result.add(entry.element()));
    return result;
  }

  private static Object sort(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
    boolean ignoreCase = !arguments.flag(1, "case_sensitive", false);
    List<Getter> getters = new ArrayList<>();
    if (given[2] instanceof String attributes) {
      for (String attribute : attributes.split(",", -1)) {
        getters.add(new Getter(attribute, null, ignoreCase, arguments.context()));
      }
    } else {
      Object attribute = given[2] == null ? None.NONE : given[2];
      getters.add(new Getter(attribute, null, ignoreCase, arguments.context()));
    }
    List<Object> elements = Iteration.list(value, arguments.context());
    return sorted(
        elements, getters, arguments.flag(0, "reverse", false), true, arguments.context());
  }

  private static Object unique(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("unique", 0, "case_sensitive", "attribute");
    boolean ignoreCase = !arguments.flag(0, "case_sensitive", false);
    Object attribute = given[1] == null ? None.NONE : given[1];
    Getter getter = new Getter(attribute, null, ignoreCase, arguments.context());
    PySet seen = new PySet();
    return Generators.selected(
        "do_unique",
        Iteration.iterator(value),
        arguments.context(),
        element -> {
          arguments.context().allocate(32);
          return seen.add(getter.get(element));
        });
  }

  private static Object extreme(Object value, Arguments arguments, String name) {
    @Nullable Object[] given = arguments.bind(name, 0, "case_sensitive", "attribute");
    boolean ignoreCase = !arguments.flag(0, "case_sensitive", false);
    Object attribute = given[1] == null ? None.NONE : given[1];
    Getter getter = new Getter(attribute, null, ignoreCase, arguments.context());
    Iterator<Object> elements = Iteration.iterator(value);
    if (!elements.hasNext()) {
      return empty("No aggregated item", arguments);
    }
    Object best = elements.next();
    Object bestKey = getter.get(best);
    String symbol = name.equals("min") ? "<" : ">";
    while (elements.hasNext()) {
      arguments.context().steps(1);
      Object element = elements.next();
      Object key = getter.get(element);
      int order = Ordering.compare(key, bestKey, symbol);
      if (symbol.equals("<") ? order < 0 : order > 0) {
        best = element;
        bestKey = key;
      }
    }
    return best;
  }

  private static Object dictSort(Object value, Arguments arguments) {
    arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
    boolean ignoreCase = !arguments.flag(0, "case_sensitive", false);
    String by = Python.str(arguments.get(1, "by", "key"));
    if (!by.equals("key") && !by.equals("value")) {
      throw EvaluationException.type("You can only sort by either \"key\" or \"value\"");
    }
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw EvaluationException.type(
          "'" + Python.typeName(value) + "' object has no attribute 'items'");
    }
    List<Object> items =
        Iteration.list(new DictView(DictView.Kind.ITEMS, map), arguments.context());
    Getter getter = new Getter(by.equals("key") ? 0L : 1L, null, ignoreCase, arguments.context());
    return sorted(items, List.of(getter), arguments.flag(2, "reverse", false), arguments.context());
  }

  /** Jinja2's filter is lazy: what has no pairs fails when the first one is wanted. */
  private record NoPairs() implements Iterator<Object> {
    @Override
    public boolean hasNext() {
      throw EvaluationException.type("Can only get item pairs from a mapping.");
    }

    @Override
    public Object next() {
      throw EvaluationException.type("Can only get item pairs from a mapping.");
    }
  }

  private static Object items(Object value, Arguments arguments) {
    if (value instanceof Undefined) {
      return Generators.empty("do_items");
    }
    if (value instanceof Map<?, ?> map) {
      return new Generator(
          "generator object do_items", new DictView(DictView.Kind.ITEMS, map).iterator());
    }
    return new Generator("generator object do_items", new NoPairs());
  }
}
