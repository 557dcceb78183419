package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * What the files of an operator's state say at their head: every state's name, kind and
 * serializers.
 *
 * @param key serializer of the keys; empty for an operator without keyed state
 * @param states keyed and operator state, by name
 * @param raw whether there is state in a form of the operator's own
 */
record StateHead(
    Optional<TypeSerializerSnapshot<?>> key,
    Map<String, StateMetaInfoSnapshot> states,
    boolean raw) {
  StateHead {
    requireNonNull(key, "key");
    states = new LinkedHashMap<>(states);
  }

  /**
   * Reads the heads of an operator's files. Subtasks write the same head, but one that had no state
   * writes none.
   *
   * @throws IOException when a file is missing, cut off or written by a class that is not here
   */
  static StateHead of(OperatorState operator) throws IOException {
    Optional<TypeSerializerSnapshot<?>> key = Optional.empty();
    Map<String, StateMetaInfoSnapshot> states = new LinkedHashMap<>();
    boolean raw = false;
    for (OperatorSubtaskState subtask : operator.getStates()) {
      raw |= subtask.getRawKeyedState().hasState() || subtask.getRawOperatorState().hasState();
      if (key.isEmpty()) {
        for (StreamStateHandle head : keyedHeads(subtask)) {
          KeyedBackendSerializationProxy<?> proxy = keyed(head);
          key = Optional.of(proxy.getKeySerializerSnapshot());
          proxy.getStateMetaInfoSnapshots().forEach(state -> states.put(state.getName(), state));
        }
      }
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        if (!states.keySet().containsAll(handle.getStateNameToPartitionOffsets().keySet())) {
          OperatorBackendSerializationProxy proxy = operator(handle);
          proxy
              .getOperatorStateMetaInfoSnapshots()
              .forEach(state -> states.put(state.getName(), state));
          proxy
              .getBroadcastStateMetaInfoSnapshots()
              .forEach(state -> states.put(state.getName(), state));
        }
      }
    }
    return new StateHead(key, states, raw);
  }

  /** Streams that begin with the description of a subtask's keyed state. */
  private static List<StreamStateHandle> keyedHeads(OperatorSubtaskState subtask) {
    List<StreamStateHandle> heads = new ArrayList<>();
    subtask.getManagedKeyedState().forEach(handle -> addHead(handle, heads));
    return heads;
  }

  private static void addHead(KeyedStateHandle handle, List<StreamStateHandle> heads) {
    if (handle instanceof KeyGroupsStateHandle groups) {
      heads.add(groups.getDelegateStateHandle());
    } else if (handle instanceof IncrementalRemoteKeyedStateHandle incremental) {
      heads.add(incremental.getMetaDataStateHandle());
    } else if (handle instanceof ChangelogStateBackendHandle changelog) {
      changelog.getMaterializedStateHandles().forEach(inner -> addHead(inner, heads));
    }
  }

  private static KeyedBackendSerializationProxy<?> keyed(StreamStateHandle head)
      throws IOException {
    try (FSDataInputStream in = head.openInputStream()) {
      KeyedBackendSerializationProxy<?> proxy =
          new KeyedBackendSerializationProxy<>(StateClasses.LOADER);
      proxy.read(new DataInputViewStreamWrapper(in));
      return proxy;
    }
  }

  private static OperatorBackendSerializationProxy operator(OperatorStateHandle handle)
      throws IOException {
    try (FSDataInputStream in = handle.openInputStream()) {
      OperatorBackendSerializationProxy proxy =
          new OperatorBackendSerializationProxy(StateClasses.LOADER);
      proxy.read(new DataInputViewStreamWrapper(in));
      return proxy;
    }
  }
}
