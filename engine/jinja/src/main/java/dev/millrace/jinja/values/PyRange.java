package dev.millrace.jinja.values;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Python's {@code range}: computed, never stored. A list only in the sense of Java. */
public final class PyRange extends AbstractList<Object> implements RandomAccess {
  private final long start;
  private final long stop;
  private final long step;
  private final int size;

  /**
   * @param size the number of elements, see {@link #count}
   */
  public PyRange(long start, long stop, long step, int size) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.size = size;
  }

  /** How many elements a range has. */
  public static long count(long start, long stop, long step) {
    if (step > 0 ? start >= stop : start <= stop) {
      return 0;
    }
    // Unsigned: the distance of two longs needs 64 bits.
    long distance = step > 0 ? stop - start - 1 : start - stop - 1;
    long count = Long.divideUnsigned(distance, Math.abs(step));
    return count < 0 || count == Long.MAX_VALUE ? Long.MAX_VALUE : count + 1;
  }

  @Override
  public Object get(int index) {
    return start + index * step;
  }

  @Override
  public int size() {
    return size;
  }

  /** Whether a number is one of the elements, without walking through them. */
  boolean holds(Object value) {
    if (!Ordering.isNumber(value)) {
      return false;
    }
    Object normal = Keys.normal(value);
    if (!(normal instanceof Long number) || size == 0) {
      return false;
    }
    long last = start + (size - 1) * step;
    return number >= Math.min(start, last)
        && number <= Math.max(start, last)
        && (number - start) % step == 0;
  }

  /** The range of the elements that a slice takes. */
  PyRange slice(Slice slice) {
    Slice.Bounds bounds = slice.within(size);
    return new PyRange(
        start + bounds.start() * step,
        start + bounds.stop() * step,
        step * bounds.step(),
        bounds.count());
  }

  @Override
  public String toString() {
    return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
  }
}
