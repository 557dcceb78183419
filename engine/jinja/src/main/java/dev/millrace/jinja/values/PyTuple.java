package dev.millrace.jinja.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Python's immutable {@code tuple}. Not a {@link List}, so that the two are never mixed up;
 * equality follows Python ({@code (1,) == (1.0,)}).
 */
public final class PyTuple implements Iterable<Object> {
  /** The tuple of nothing. */
  public static final PyTuple EMPTY = new PyTuple(List.of());

  private final List<Object> elements;
  private int hash;

  private PyTuple(List<Object> elements) {
    this.elements = elements;
  }

  public static PyTuple of(Object... elements) {
    return copyOf(List.of(elements));
  }

  /** A tuple of the elements as they are now; null reads as None. */
  public static PyTuple copyOf(Collection<?> elements) {
    if (elements.isEmpty()) {
      return EMPTY;
    }
    List<Object> copy = new ArrayList<>(elements.size());
    for (Object element : elements) {
      copy.add(Values.of(element));
    }
    return new PyTuple(Collections.unmodifiableList(copy));
  }

  /** The elements, unmodifiable. */
  public List<Object> elements() {
    return elements;
  }

  public int size() {
    return elements.size();
  }

  public Object get(int index) {
    return elements.get(index);
  }

  @Override
  public Iterator<Object> iterator() {
    return elements.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyTuple tuple && Python.equal(this, tuple);
  }

  @Override
  public int hashCode() {
    // Kept, or else tuples of shared tuples take exponential time.
    int known = hash;
    if (known == 0) {
      known = 1;
      for (Object element : elements) {
        known = 31 * known + Keys.normal(element).hashCode();
      }
      hash = known;
    }
    return known;
  }

  /** Python's repr. */
  @Override
  public String toString() {
    return Python.repr(this);
  }
}
