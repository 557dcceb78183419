package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Generator;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Sequences;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that cut a sequence into several. */
final class GroupFilters {
  private GroupFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("groupby", GroupFilters::groupBy);
    filters.put("batch", GroupFilters::batch);
    filters.put("slice", GroupFilters::slice);
  }

  private static Object groupBy(Object value, Arguments arguments) {
    @Nullable Object[] given =
        arguments.bind("groupby", 1, "attribute", "default", "case_sensitive");
    CallContext context = arguments.context();
    boolean ignoreCase = !arguments.flag(2, "case_sensitive", false);
    Object attribute = Values.of(given[0]);
    Getter getter = new Getter(attribute, given[1], ignoreCase, context);
    Getter exact = new Getter(attribute, given[1], false, context);
    List<Object> sorted =
        SequenceFilters.sorted(Iteration.list(value, context), List.of(getter), false, context);
    List<Object> groups = new ArrayList<>();
    Object key = null;
    List<Object> members = List.of();
    for (Object element : sorted) {
      Object own = getter.get(element);
      if (key == null || !Python.equal(key, own)) {
        key = own;
        members = new ArrayList<>();
        groups.add(new Group(exact.get(element), members));
      }
      members.add(element);
    }
    return groups;
  }

  /** A pair of a key and the elements that have it, with names for both. */
  private record Group(Object grouper, List<Object> list) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return switch (name) {
        case "grouper" -> grouper;
        case "list" -> list;
        default -> null;
      };
    }

    @Override
    public @Nullable Object item(Object key) {
      Long index = Arithmetic.index(key);
      return index == null ? null : Sequences.item(PyTuple.of(grouper, list), index);
    }

    @Override
    public Iterable<?> elements() {
      return List.of(grouper, list);
    }

    @Override
    public int length() {
      return 2;
    }

    @Override
    public String str() {
      return Python.repr(PyTuple.of(grouper, list));
    }

    @Override
    public String typeName() {
      return "tuple";
    }
  }

  private static Object batch(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("batch", 1, "linecount", "fill_with");
    int size = arguments.integer(0, "linecount", 1);
    Object fill = Values.of(given[1]);
    boolean filled = given[1] != null && fill != None.NONE;
    List<Object> batches = new ArrayList<>();
    List<Object> current = new ArrayList<>();
    Iterator<Object> elements = Iteration.iterator(value);
    while (elements.hasNext()) {
      arguments.context().steps(1);
      arguments.context().allocate(16);
      if (current.size() == size) {
        batches.add(current);
        current = new ArrayList<>();
      }
      current.add(elements.next());
    }
    if (!current.isEmpty()) {
      if (filled && current.size() < size) {
        arguments.context().allocate(16L * (size - current.size()));
        while (current.size() < size) {
          current.add(fill);
        }
      }
      batches.add(current);
    }
    return new Generator("generator object do_batch", batches.iterator());
  }

  private static Object slice(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("slice", 1, "slices", "fill_with");
    int slices = arguments.integer(0, "slices", 1);
    if (slices < 1) {
      throw EvaluationException.type("integer division or modulo by zero");
    }
    List<Object> elements = Iteration.list(value, arguments.context());
    arguments.context().allocate(16L * slices);
    Object fill = Values.of(given[1]);
    boolean filled = given[1] != null && fill != None.NONE;
    int each = elements.size() / slices;
    int longer = elements.size() % slices;
    List<Object> result = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < slices; i++) {
      int to = from + each + (i < longer ? 1 : 0);
      List<Object> part = new ArrayList<>(elements.subList(from, to));
      if (filled && i >= longer) {
        part.add(fill);
      }
      result.add(part);
      from = to;
    }
    return new Generator("generator object sync_do_slice", result.iterator());
  }
}
