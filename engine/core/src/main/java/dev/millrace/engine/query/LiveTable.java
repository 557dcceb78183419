package dev.millrace.engine.query;

import dev.millrace.engine.connect.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are there after a stream of changes, in the order in which they first came, for
 * showing: a row that is replaced keeps its place. Holds a bounded number; beyond it the rows that
 * came first are let go and counted. Not thread-safe.
 *
 * <p>Unlike {@link ChangelogFold} it forgets what it cannot hold and expects changes in order, as
 * one query emits them.
 */
public final class LiveTable {
  private final List<Integer> key;
  private final int capacity;
  private final TreeMap<Long, Entry> rows = new TreeMap<>();
  private final Map<List<@Nullable Object>, Deque<Long>> places = new HashMap<>();
  private long nextPlace;
  private Optional<Long> vacant = Optional.empty();
  private long dropped;

  private record Entry(List<@Nullable Object> identity, List<@Nullable Object> values) {}

  /**
   * @param key 0-based columns that tell rows apart; empty when whole rows do
   * @param capacity rows held, at least one
   */
  public LiveTable(List<Integer> key, int capacity) {
    this.key = List.copyOf(key);
    this.capacity = capacity;
    if (capacity < 1) {
      throw new IllegalArgumentException("a table needs room for a row");
    }
  }

  /** Takes the next change. */
  public void apply(Row change) {
    List<@Nullable Object> identity = identity(change);
    switch (change.kind()) {
      case INSERT -> {
        vacant = Optional.empty();
        add(identity, change.values());
      }
      // What takes the row's place comes next.
      case UPDATE_BEFORE -> vacant = remove(identity);
      case UPDATE_AFTER -> {
        add(identity, change.values());
        vacant = Optional.empty();
      }
      case DELETE -> {
        vacant = Optional.empty();
        remove(identity);
      }
    }
  }

  private void add(List<@Nullable Object> identity, List<@Nullable Object> values) {
    Entry entry = new Entry(identity, values);
    Deque<Long> same = places.computeIfAbsent(identity, none -> new ArrayDeque<>(1));
    if (!key.isEmpty() && !same.isEmpty()) {
      rows.put(same.getFirst(), entry);
      return;
    }
    long place = vacant.orElseGet(() -> nextPlace++);
    same.addLast(place);
    rows.put(place, entry);
    if (rows.size() > capacity) {
      remove(rows.firstEntry().getValue().identity());
      dropped++;
    }
  }

  /** Takes a row away; its place, when it was there. */
  private Optional<Long> remove(List<@Nullable Object> identity) {
    Deque<Long> same = places.get(identity);
    if (same == null) {
      return Optional.empty();
    }
    long place = same.removeFirst();
    if (same.isEmpty()) {
      places.remove(identity);
    }
    rows.remove(place);
    return Optional.of(place);
  }

  /** The rows as they are now. */
  public List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> present = new ArrayList<>(rows.size());
    rows.values().forEach(entry -> present.add(entry.values()));
    return present;
  }

  /** How many rows are held. */
  public int size() {
    return rows.size();
  }

  /** How many rows were let go for want of room. */
  public long dropped() {
    return dropped;
  }

  private List<@Nullable Object> identity(Row change) {
    if (key.isEmpty()) {
      return Values.identities(change.values());
    }
    List<@Nullable Object> part = new ArrayList<>(key.size());
    key.forEach(column -> part.add(Values.identity(change.values().get(column))));
    return part;
  }
}
