package dev.millrace.jinja.values;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Python's iteration. */
public final class Iteration {
  private Iteration() {}

  /** The elements, or null when the value cannot be iterated. */
  public static @Nullable Iterator<Object> iteratorOrNull(Object value) {
    return switch (value) {
      case List<?> list -> new Live(list);
      case String text -> new Characters(text);
      case PyTuple tuple -> tuple.iterator();
      case Map<?, ?> map -> new DictView(DictView.Kind.KEYS, map).iterator();
      case Generator generator -> generator.iterator();
      case Collection<?> collection -> new Widening(collection.iterator());
      case Undefined undefined -> {
        undefined.look();
        yield Collections.emptyIterator();
      }
      case JinjaObject object -> {
        Iterable<?> elements = object.elements();
        yield elements == null ? null : new Widening(elements.iterator());
      }
      default -> null;
    };
  }

  /** The elements; an error when the value cannot be iterated. */
  public static Iterator<Object> iterator(Object value) {
    Iterator<Object> iterator = iteratorOrNull(value);
    if (iterator == null) {
      throw EvaluationException.type("'" + Python.typeName(value) + "' object is not iterable");
    }
    return iterator;
  }

  /** A new mutable list of the elements. */
  public static List<Object> list(Object value, Budget budget) {
    int known = size(value);
    if (known > 0) {
      budget.allocate(16L * known);
    }
    List<Object> elements = new ArrayList<>(Math.max(known, 4));
    Iterator<Object> iterator = iterator(value);
    while (iterator.hasNext()) {
      budget.steps(1);
      if (known < 0) {
        budget.allocate(16);
      }
      elements.add(iterator.next());
    }
    return elements;
  }

  /** Python's {@code len}, or -1 when the value has none. */
  public static int size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Collection<?> collection -> collection.size();
      case Map<?, ?> map -> map.size();
      case PyTuple tuple -> tuple.size();
      case Undefined undefined -> {
        undefined.look();
        yield 0;
      }
      case JinjaObject object -> object.length();
      default -> -1;
    };
  }

  /** Python's {@code element in container}. */
  public static boolean contains(Object container, Object element, Budget budget) {
    return switch (container) {
      case String text -> {
        if (element instanceof String part) {
          budget.steps(1 + text.length() / 64);
          yield Search.indexOf(text, part, 0) >= 0;
        }
        throw EvaluationException.type(
            "'in <string>' requires string as left operand, not " + Python.typeName(element));
      }
      case PyDict dict -> dict.containsKey(element);
      case Map<?, ?> map -> !(Keys.normal(element) instanceof None) && map.containsKey(element);
      // A set is looked for as a frozen one, and no set of ours holds any.
      case PySet set -> !(element instanceof PySet) && set.contains(element);
      case DictView view when view.isSet() -> view.contains(element);
      case PyRange range -> range.holds(element);
      default -> {
        Iterator<Object> elements = iteratorOrNull(container);
        if (elements == null) {
          throw EvaluationException.type(
              "argument of type '" + Python.typeName(container) + "' is not iterable");
        }
        boolean found = false;
        while (!found && elements.hasNext()) {
          budget.steps(1);
          found = Python.equal(elements.next(), element);
        }
        yield found;
      }
    };
  }

  /** Reads a list that may grow meanwhile, as Python does. */
  private static final class Live implements Iterator<Object> {
    private final List<?> list;
    private int next;

    Live(List<?> list) {
      this.list = list;
    }

    @Override
    public boolean hasNext() {
      return next < list.size();
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Values.of(list.get(next++));
    }
  }

  private static final class Characters implements Iterator<Object> {
    private final String text;
    private int next;

    Characters(String text) {
      this.text = text;
    }

    @Override
    public boolean hasNext() {
      return next < text.length();
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int point = text.codePointAt(next);
      next += Character.charCount(point);
      return Character.toString(point);
    }
  }

  private static final class Widening implements Iterator<Object> {
    private final Iterator<?> elements;

    Widening(Iterator<?> elements) {
      this.elements = elements;
    }

    @Override
    public boolean hasNext() {
      return elements.hasNext();
    }

    @Override
    public Object next() {
      return Values.of(elements.next());
    }
  }
}
