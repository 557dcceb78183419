package dev.millrace.sidecar.intake;

import java.util.Arrays;

/** The newest values of one series, oldest first; grows up to its capacity. Not thread-safe. */
final class Ring {
  private static final int FIRST_SIZE = 16;

  private final int capacity;
  private long[] times;
  private double[] values;
  private int start;
  private int size;

  Ring(int capacity) {
    this.capacity = capacity;
    int first = Math.min(FIRST_SIZE, capacity);
    this.times = new long[first];
    this.values = new double[first];
  }

  void add(long time, double value) {
    if (size == times.length && size < capacity) {
      grow();
    }
    int slot = (start + size) % times.length;
    times[slot] = time;
    values[slot] = value;
    if (size < times.length) {
      size++;
    } else {
      start = (start + 1) % times.length;
    }
  }

  /** Replaces the newest value. */
  void replaceLast(long time, double value) {
    int slot = slot(size - 1);
    times[slot] = time;
    values[slot] = value;
  }

  int size() {
    return size;
  }

  long time(int index) {
    return times[slot(index)];
  }

  double value(int index) {
    return values[slot(index)];
  }

  private int slot(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return (start + index) % times.length;
  }

  private void grow() {
    // Only while nothing was overwritten, so the oldest is at 0.
    int length = Math.min(capacity, times.length * 2);
    times = Arrays.copyOf(times, length);
    values = Arrays.copyOf(values, length);
  }
}
