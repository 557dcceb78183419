package dev.millrace.sidecar.state;

import dev.millrace.sidecar.state.OperatorMigration.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.util.StateMigrationException;
import org.jspecify.annotations.Nullable;

/** The entries of one file, in their new form, in the order in which they lie there. */
final class MigratedEntries implements KeyValueStateIterator {
  private final Map<String, Optional<Target>> targets;
  private List<Optional<Target>> byId = List.of();
  private @Nullable ThrowingIterator<KeyGroup> groups;
  private @Nullable ThrowingIterator<KeyGroupEntry> entries;
  private final Queue<Entry> ready = new ArrayDeque<>();
  private @Nullable Entry ahead;
  private int groupRead = -1;
  private int group = -1;
  private int state = -1;
  private byte @Nullable [] key;
  private byte @Nullable [] value;
  private boolean newGroup;
  private boolean newState;
  private long count;

  /**
   * @param targets by the name of a state: what becomes of it
   */
  MigratedEntries(Map<String, Optional<Target>> targets) {
    this.targets = targets;
  }

  /** Begins with the first entry. */
  void open(SavepointRestoreResult file) throws IOException {
    byId =
        file.getStateMetaInfoSnapshots().stream()
            .map(each -> targets.getOrDefault(each.getName(), Optional.empty()))
            .toList();
    groups = file.getRestoredKeyGroups();
    next();
  }

  /** How many there were. */
  long count() {
    return count;
  }

  /** An entry in its new form. */
  private static final class Entry {
    private final int group;
    private final Target target;
    private final byte[] key;
    private final byte[] value;

    /** How many bytes of the key come before a map's own key. */
    private final int head;

    Entry(int group, Target target, byte[] key, byte[] value, int head) {
      this.group = group;
      this.target = target;
      this.key = key;
      this.value = value;
      this.head = head;
    }

    /** Whether it belongs to the same key of the same state. */
    boolean isBeside(Entry other) {
      return group == other.group
          && target.id() == other.target.id()
          && Arrays.equals(key, 0, head, other.key, 0, other.head);
    }

    Entry mergedWith(Entry other) {
      return new Entry(group, target, key, target.form().merged(value, other.value), head);
    }
  }

  @Override
  public void next() throws IOException {
    Entry next = ready.poll();
    if (next == null) {
      next = ahead == null ? read() : ahead;
      ahead = null;
      if (next != null && next.target.form().merges()) {
        next = merged(next);
      }
    }
    if (next == null) {
      key = null;
      value = null;
      return;
    }
    newGroup = next.group != group;
    newState = newGroup || next.target.id() != state;
    group = next.group;
    state = next.target.id();
    key = next.key;
    value = next.value;
    count++;
  }

  /**
   * Reads all of one key and makes one of entries that are the same now. Both state backends write
   * the entries of a key one after the other.
   */
  private Entry merged(Entry first) throws IOException {
    Map<ByteBuffer, Entry> byKey = new LinkedHashMap<>();
    Entry entry = first;
    while (entry != null && entry.isBeside(first)) {
      byKey.merge(ByteBuffer.wrap(entry.key), entry, Entry::mergedWith);
      entry = read();
    }
    ahead = entry;
    ready.addAll(byKey.values());
    return ready.remove();
  }

  private @Nullable Entry read() throws IOException {
    try {
      while (true) {
        if (entries == null || !entries.hasNext()) {
          if (!nextGroup()) {
            return null;
          }
          continue;
        }
        KeyGroupEntry entry = entries.next();
        Optional<Target> target = byId.get(entry.getKvStateId());
        if (target.isPresent()) {
          StateForm form = target.get().form();
          byte[] made = form.key(entry.getKey());
          return new Entry(
              groupRead, target.get(), made, form.value(entry.getValue()), form.head());
        }
      }
    } catch (StateMigrationException e) {
      throw new IOException(e);
    }
  }

  private boolean nextGroup() throws IOException, StateMigrationException {
    if (entries != null) {
      entries.close();
      entries = null;
    }
    ThrowingIterator<KeyGroup> open = Objects.requireNonNull(groups);
    if (!open.hasNext()) {
      return false;
    }
    KeyGroup next = open.next();
    groupRead = next.getKeyGroupId();
    entries = next.getKeyGroupEntries();
    return true;
  }

  @Override
  public int keyGroup() {
    return group;
  }

  @Override
  public byte[] key() {
    return Objects.requireNonNull(key);
  }

  @Override
  public byte[] value() {
    return Objects.requireNonNull(value);
  }

  @Override
  public int kvStateId() {
    return state;
  }

  @Override
  public boolean isNewKeyValueState() {
    return newState;
  }

  @Override
  public boolean isNewKeyGroup() {
    return newGroup;
  }

  @Override
  public boolean isValid() {
    return key != null;
  }

  @Override
  public void close() {
    try {
      if (entries != null) {
        entries.close();
      }
      if (groups != null) {
        groups.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
