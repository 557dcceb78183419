package dev.millrace.jinja.values;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code dict}: insertion order, any hashable key, and Python's key equality (1, 1.0 and
 * True are one key; the first spelling stays).
 */
public final class PyDict extends AbstractMap<Object, Object> {
  private final LinkedHashMap<Object, Object> byNormalKey = new LinkedHashMap<>();
  // Only for keys that are not their own normal form, such as True and 1.5e0.
  private @Nullable Map<Object, Object> spellings;

  public PyDict() {}

  /** A dict with the entries of another map as they are now. */
  public PyDict(Map<?, ?> entries) {
    entries.forEach((key, value) -> put(Values.of(key), Values.of(value)));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return byNormalKey.get(Keys.normal(Values.of(key)));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return byNormalKey.containsKey(Keys.normal(Values.of(key)));
  }

  @Override
  public @Nullable Object put(Object key, Object value) {
    Object normal = Keys.normal(key);
    if (normal != key && !normal.equals(key) && !byNormalKey.containsKey(normal)) {
      if (spellings == null) {
        spellings = new HashMap<>();
      }
      spellings.put(normal, key);
    }
    return byNormalKey.put(normal, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    Object normal = Keys.normal(Values.of(key));
    if (spellings != null) {
      spellings.remove(normal);
    }
    return byNormalKey.remove(normal);
  }

  @Override
  public void clear() {
    byNormalKey.clear();
    spellings = null;
  }

  @Override
  public int size() {
    return byNormalKey.size();
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return new Entries();
  }

  private Object spelling(Object normal) {
    if (spellings == null) {
      return normal;
    }
    Object spelling = spellings.get(normal);
    return spelling == null ? normal : spelling;
  }

  /** Python's repr. */
  @Override
  public String toString() {
    return Python.repr(this);
  }

  private final class Entries extends AbstractSet<Entry<Object, Object>> {
    @Override
    public int size() {
      return byNormalKey.size();
    }

    @Override
    public Iterator<Entry<Object, Object>> iterator() {
      Iterator<Entry<Object, Object>> entries = byNormalKey.entrySet().iterator();
      return new Iterator<>() {
        private @Nullable Object last;

        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Entry<Object, Object> next() {
          Entry<Object, Object> entry = entries.next();
          last = entry.getKey();
          return spellings == null
              ? entry
              : new SimpleEntry<>(spelling(entry.getKey()), entry.getValue());
        }

        @Override
        public void remove() {
          entries.remove();
          if (spellings != null && last != null) {
            spellings.remove(last);
          }
        }
      };
    }
  }
}
