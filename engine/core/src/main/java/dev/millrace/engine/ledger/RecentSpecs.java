package dev.millrace.engine.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Specifications that were read not long ago. One is never changed, and each step of a deployment
 * asks for it again: reading it costs more than the step's own write. Thread-safe.
 */
final class RecentSpecs {
  /** Those of the operations that run at once, and a few more: a plan can be large. */
  private static final int MOST = 64;

  private final Map<Long, StoredSpec> specs = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The specification of this number.
   *
   * @param read reads one that is not among them
   */
  StoredSpec of(long number, LongFunction<StoredSpec> read) {
    synchronized (specs) {
      StoredSpec known = specs.get(number);
      if (known != null) {
        return known;
      }
    }
    StoredSpec found = read.apply(number);
    synchronized (specs) {
      specs.put(number, found);
      if (specs.size() > MOST) {
        specs.remove(specs.keySet().iterator().next());
      }
    }
    return found;
  }
}
