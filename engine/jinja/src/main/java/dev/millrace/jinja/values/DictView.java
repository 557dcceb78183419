package dev.millrace.jinja.values;

import static java.util.Objects.requireNonNull;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live result of a dict's {@code keys()}, {@code values()} or {@code items()}. */
public final class DictView extends AbstractCollection<Object> {
  /** Which part of the dict it shows. */
  public enum Kind {
    KEYS,
    VALUES,
    ITEMS
  }

  private final Kind kind;
  private final Map<?, ?> map;

  public DictView(Kind kind, Map<?, ?> map) {
    this.kind = requireNonNull(kind, "kind");
    this.map = requireNonNull(map, "map");
  }

  /** Python's class name. */
  public String typeName() {
    return switch (kind) {
      case KEYS -> "dict_keys";
      case VALUES -> "dict_values";
      case ITEMS -> "dict_items";
    };
  }

  /** Whether it behaves as a set: values may come twice. */
  boolean isSet() {
    return kind != Kind.VALUES;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    if (kind == Kind.KEYS) {
      Keys.normal(Values.of(element));
      return map.containsKey(element);
    }
    for (Object own : this) {
      if (Python.equal(own, Values.of(element))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Iterator<Object> iterator() {
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Object next() {
        Map.Entry<?, ?> entry = entries.next();
        return switch (kind) {
          case KEYS -> Values.of(entry.getKey());
          case VALUES -> Values.of(entry.getValue());
          case ITEMS -> PyTuple.of(Values.of(entry.getKey()), Values.of(entry.getValue()));
        };
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DictView view
        && view.kind == kind
        && kind != Kind.VALUES
        && view.size() == size()
        && containsAll(view);
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
