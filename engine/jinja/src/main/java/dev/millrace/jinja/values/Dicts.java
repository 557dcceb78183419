package dev.millrace.jinja.values;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import java.util.Iterator;
import java.util.Map;

/** Filling dicts as {@code dict(...)} and {@code update(...)} do. */
public final class Dicts {
  private Dicts() {}

  /** Adds the entries of a first argument (a mapping or pairs) and the named arguments. */
  public static void update(Map<?, ?> target, Arguments arguments) {
    if (arguments.positional().size() > 1) {
      throw EvaluationException.type(
          "dict expected at most 1 argument, got " + arguments.positional().size());
    }
    if (!arguments.positional().isEmpty()) {
      addAll(target, arguments.positional().getFirst(), arguments);
    }
    arguments.context().allocate(32L * arguments.named().size());
    arguments.named().forEach((key, value) -> put(target, key, value));
  }

  private static void addAll(Map<?, ?> target, Object entries, Arguments arguments) {
    if (entries instanceof Map<?, ?> map) {
      arguments.context().allocate(32L * map.size());
      // A copy: a dict may be updated with itself.
      new PyDict(map).forEach((key, value) -> put(target, key, value));
      return;
    }
    if (entries instanceof Namespace namespace) {
      namespace.attributes().forEach((key, value) -> put(target, key, value));
      return;
    }
    Iterator<Object> pairs = Iteration.iterator(entries);
    while (pairs.hasNext()) {
      arguments.context().steps(1);
      arguments.context().allocate(32);
      Iterator<Object> pair = Iteration.iterator(pairs.next());
      Object[] parts = new Object[2];
      int count = 0;
      while (pair.hasNext() && count < 3) {
        Object part = pair.next();
        if (count < 2) {
          parts[count] = part;
        }
        count++;
      }
      if (count != 2) {
        throw EvaluationException.type(
            "dictionary update sequence element has length " + count + "; 2 is required");
      }
      put(target, parts[0], parts[1]);
    }
  }

  /** Puts an entry into any map; a host's typed map must fit. */
  @SuppressWarnings("unchecked") // a map of another key type refuses by ClassCastException at worst
  public static void put(Map<?, ?> target, Object key, Object value) {
    ((Map<Object, Object>) target).put(target instanceof PyDict ? key : Keys.normal(key), value);
  }
}
