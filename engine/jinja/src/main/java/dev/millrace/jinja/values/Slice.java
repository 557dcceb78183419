package dev.millrace.jinja.values;

import dev.millrace.jinja.EvaluationException;

/**
 * Python's {@code start:stop:step}; each part is an integer or None.
 *
 * @param start where to begin
 * @param stop where to end, exclusive
 * @param step how far to go each time
 */
public record Slice(Object start, Object stop, Object step) {

  /** The indices that a slice takes. */
  record Bounds(int start, int stop, int step, int count) {
    int index(int i) {
      return start + i * step;
    }
  }

  Bounds within(int size) {
    long stride = step == None.NONE ? 1 : integer(step);
    if (stride == 0) {
      throw EvaluationException.type("slice step cannot be zero");
    }
    stride = Math.clamp(stride, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    boolean forward = stride > 0;
    long lowest = forward ? 0 : -1;
    long highest = forward ? size : size - 1;
    long first = start == None.NONE ? (forward ? 0 : size - 1) : clip(start, size, lowest, highest);
    long last = stop == None.NONE ? (forward ? size : -1) : clip(stop, size, lowest, highest);
    long count =
        forward
            ? Math.max(0, (last - first + stride - 1) / stride)
            : Math.max(0, (first - last - stride - 1) / -stride);
    return new Bounds((int) first, (int) last, (int) stride, (int) count);
  }

  private static long clip(Object bound, int size, long lowest, long highest) {
    long value = integer(bound);
    return Math.clamp(value < 0 ? Math.max(value, -2L * size - 2) + size : value, lowest, highest);
  }

  private static long integer(Object value) {
    Long number = Arithmetic.index(value);
    if (number == null) {
      throw EvaluationException.type(
          "slice indices must be integers or None or have an __index__ method");
    }
    return number;
  }
}
