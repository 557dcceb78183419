package dev.millrace.app.fx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/**
 * A list that keeps the newest elements up to a limit and tells its listeners once per batch.
 *
 * <p>Not thread-safe; use it on the FX thread.
 */
public final class RingList<T> extends ObservableListBase<T> {
  private final @Nullable Object[] slots;
  private int first;
  private int size;
  private long dropped;

  /**
   * @param capacity elements kept, at least 1
   */
  public RingList(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
    }
    this.slots = new @Nullable Object[capacity];
  }

  @Override
  public T get(int index) {
    Objects.checkIndex(index, size);
    // Only elements of type T are ever put in.
    @SuppressWarnings("unchecked")
    T element = (T) Objects.requireNonNull(slots[(first + index) % slots.length]);
    return element;
  }

  @Override
  public int size() {
    return size;
  }

  /** Elements that had to make room for newer ones since the last {@link #clear}. */
  public long dropped() {
    return dropped;
  }

  /** Adds a batch at the end and lets as many of the oldest go as there is no room for. */
  public void append(List<? extends T> batch) {
    if (batch.isEmpty()) {
      return;
    }
    int skipped = Math.max(0, batch.size() - slots.length);
    List<? extends T> kept = batch.subList(skipped, batch.size());
    int overflow = Math.max(0, size + kept.size() - slots.length);
    beginChange();
    if (overflow > 0) {
      List<T> gone = new ArrayList<>(subList(0, overflow));
      for (int index = 0; index < overflow; index++) {
        slots[(first + index) % slots.length] = null;
      }
      first = (first + overflow) % slots.length;
      size -= overflow;
      nextRemove(0, gone);
    }
    int from = size;
    for (T element : kept) {
      slots[(first + size) % slots.length] = Objects.requireNonNull(element, "element");
      size++;
    }
    nextAdd(from, size);
    dropped += overflow + skipped;
    endChange();
  }

  @Override
  public void clear() {
    if (size == 0) {
      dropped = 0;
      return;
    }
    beginChange();
    List<T> gone = new ArrayList<>(this);
    Arrays.fill(slots, null);
    first = 0;
    size = 0;
    dropped = 0;
    nextRemove(0, gone);
    endChange();
  }
}
