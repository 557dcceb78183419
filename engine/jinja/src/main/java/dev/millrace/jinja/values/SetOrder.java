package dev.millrace.jinja.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order in which CPython iterates a set of integers: their places in its hash table. Texts have
 * another order in every run of Python, so that nobody can rely on it.
 */
final class SetOrder {
  private static final int SMALLEST = 8;
  private static final int LINEAR_PROBES = 9;
  private static final int LARGE = 50_000;
  private static final long MODULUS = (1L << 61) - 1;

  private @Nullable Long[] table = new Long[SMALLEST];
  private int used;

  private SetOrder() {}

  /** The elements in the order they are iterated in. */
  static Collection<Object> of(Collection<Object> inserted) {
    if (inserted.size() < 2 || !inserted.stream().allMatch(Long.class::isInstance)) {
      return inserted;
    }
    SetOrder order = new SetOrder();
    inserted.forEach(element -> order.add((Long) element));
    List<Object> sorted = new ArrayList<>(inserted.size());
    Arrays.stream(order.table).filter(Objects::nonNull).forEach(sorted::add);
    return sorted;
  }

  private void add(Long element) {
    place(element);
    used++;
    if (used * 5L >= (table.length - 1) * 3L) {
      grow();
    }
  }

  private void grow() {
    @Nullable Long[] before = table;
    long wanted = used > LARGE ? used * 2L : used * 4L;
    int size = SMALLEST;
    while (size <= wanted) {
      size <<= 1;
    }
    table = new Long[size];
    for (Long element : before) {
      if (element != null) {
        place(element);
      }
    }
  }

  private void place(Long element) {
    int mask = table.length - 1;
    long perturbation = hash(element);
    int at = (int) (perturbation & mask);
    while (true) {
      int last = at + LINEAR_PROBES <= mask ? at + LINEAR_PROBES : at;
      for (int i = at; i <= last; i++) {
        if (table[i] == null) {
          table[i] = element;
          return;
        }
      }
      perturbation >>>= 5;
      at = (int) ((at * 5L + 1 + perturbation) & mask);
    }
  }

  private static long hash(long number) {
    long hash = number % MODULUS;
    return hash == -1 ? -2 : hash;
  }
}
