package dev.millrace.sidecar.state;

import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateCountResponse.Count;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.util.StateMigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the states of an operator hold, reading one entry after the other: memory holds the
 * largest entry, whatever the size of the state.
 */
final class EntryCounter {
  private static final String NATIVE =
      "only a canonical savepoint can be counted; in checkpoints and native savepoints the entries"
          + " lie in the state backend's own files";

  private final Map<String, long[]> counts = new LinkedHashMap<>();

  private EntryCounter() {}

  /**
   * @throws IOException when a file is missing or cut off
   */
  static StateCountResponse count(OperatorState operator)
      throws IOException, StateMigrationException {
    return new EntryCounter().of(operator);
  }

  private StateCountResponse of(OperatorState operator)
      throws IOException, StateMigrationException {
    StateHead head = StateHead.of(operator);
    boolean canonical = true;
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        count(handle);
      }
      List<KeyedStateHandle> keyed = new ArrayList<>();
      for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
        canonical &= handle instanceof KeyGroupsSavepointStateHandle;
        keyed.add(handle);
      }
      if (canonical && !keyed.isEmpty() && head.key().isPresent()) {
        head.states().values().stream()
            .filter(state -> !isListed(state))
            .forEach(state -> counter(state.getName()));
        count(keyed, head.key().get());
      }
    }
    List<Count> states = new ArrayList<>();
    new TreeMap<>(counts).forEach((name, count) -> states.add(new Count(name, count[0], count[1])));
    @Nullable String why = canonical ? null : NATIVE;
    return new StateCountResponse(states, why);
  }

  private static boolean isListed(StateMetaInfoSnapshot state) {
    return switch (state.getBackendStateType()) {
      case OPERATOR, BROADCAST -> true;
      case KEY_VALUE, KEY_VALUE_V2, PRIORITY_QUEUE -> false;
    };
  }

  /** Of lists only the number of elements is known: their ends are not written. */
  private void count(OperatorStateHandle handle) {
    handle
        .getStateNameToPartitionOffsets()
        .forEach((name, info) -> counter(name)[0] += info.getOffsets().length);
  }

  private <K> void count(List<KeyedStateHandle> handles, TypeSerializerSnapshot<K> key)
      throws IOException, StateMigrationException {
    FullSnapshotRestoreOperation<K> restore =
        new FullSnapshotRestoreOperation<>(
            KeyGroupRange.of(0, Short.MAX_VALUE),
            StateClasses.LOADER,
            handles,
            StateSerializerProvider.fromNewRegisteredSerializer(key.restoreSerializer()));
    try (ThrowingIterator<SavepointRestoreResult> parts = restore.restore()) {
      while (parts.hasNext()) {
        count(parts.next());
      }
    }
  }

  private void count(SavepointRestoreResult part) throws IOException, StateMigrationException {
    List<long[]> byId =
        part.getStateMetaInfoSnapshots().stream().map(state -> counter(state.getName())).toList();
    try (ThrowingIterator<KeyGroup> groups = part.getRestoredKeyGroups()) {
      while (groups.hasNext()) {
        try (ThrowingIterator<KeyGroupEntry> entries = groups.next().getKeyGroupEntries()) {
          while (entries.hasNext()) {
            KeyGroupEntry entry = entries.next();
            long[] count = byId.get(entry.getKvStateId());
            count[0]++;
            count[1] += entry.getKey().length + entry.getValue().length;
          }
        }
      }
    }
  }

  private long[] counter(String state) {
    return counts.computeIfAbsent(state, name -> new long[2]);
  }
}
