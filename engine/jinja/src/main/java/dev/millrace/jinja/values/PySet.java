package dev.millrace.jinja.values;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code set}. Iterates in insertion order, so that renders are repeatable; integers,
 * whose order Python does not vary, come as Python has them.
 */
public final class PySet extends AbstractCollection<Object> {
  private final PyDict elements = new PyDict();

  public PySet() {}

  /** A set of the elements as they are now. */
  public PySet(Collection<?> elements) {
    elements.forEach(element -> add(Values.of(element)));
  }

  @Override
  public boolean add(Object element) {
    return !elements.containsKey(element) && elements.put(element, true) == null;
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return elements.remove(element) != null;
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return elements.containsKey(element);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public void clear() {
    elements.clear();
  }

  @Override
  public Iterator<Object> iterator() {
    return SetOrder.of(elements.keySet()).iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PySet set && set.size() == size() && containsAll(set);
  }

  @Override
  public int hashCode() {
    return size();
  }

  /** Python's repr. */
  @Override
  public String toString() {
    return Python.repr(this);
  }
}
