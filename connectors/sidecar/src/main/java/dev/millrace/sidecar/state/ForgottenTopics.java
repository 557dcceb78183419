package dev.millrace.sidecar.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/**
 * Takes topics out of what a source remembers. No byte of its positions is written anew: metadata
 * says where each of them begins, and those of the topics are no longer named.
 */
final class ForgottenTopics {
  private ForgottenTopics() {}

  /**
   * The same operator as if it had never read these topics.
   *
   * @throws IOException when what it remembers cannot be read, or is no source's
   */
  static OperatorState without(OperatorState operator, Set<String> topics) throws IOException {
    if (operator.getCoordinatorState() == null) {
      throw new IOException("it is no source");
    }
    OperatorState forgetful =
        new OperatorState(
            operator.getOperatorName().orElse(null),
            operator.getOperatorUid().orElse(null),
            operator.getOperatorID(),
            operator.getParallelism(),
            operator.getMaxParallelism());
    for (Map.Entry<Integer, OperatorSubtaskState> subtask :
        operator.getSubtaskStates().entrySet()) {
      List<OperatorStateHandle> kept = new ArrayList<>();
      for (OperatorStateHandle handle : subtask.getValue().getManagedOperatorState()) {
        Map<String, OperatorStateHandle.StateMetaInfo> states = without(handle, topics);
        if (!states.isEmpty()) {
          kept.add(new OperatorStreamStateHandle(states, handle.getDelegateStateHandle()));
        }
      }
      forgetful.putState(
          subtask.getKey(),
          subtask.getValue().toBuilder()
              .setManagedOperatorState(new StateObjectCollection<>(kept))
              .build());
    }
    forgetful.setCoordinatorState(
        new ByteStreamStateHandle(
            operator.getCoordinatorState().getHandleName(),
            KafkaState.withoutTopics(bytes(operator.getCoordinatorState()), topics)));
    return forgetful;
  }

  private static Map<String, OperatorStateHandle.StateMetaInfo> without(
      OperatorStateHandle handle, Set<String> topics) throws IOException {
    Map<String, OperatorStateHandle.StateMetaInfo> states =
        new LinkedHashMap<>(handle.getStateNameToPartitionOffsets());
    OperatorStateHandle.StateMetaInfo positions = states.remove(KafkaState.SOURCE);
    if (positions != null) {
      long[] offsets = positions.getOffsets();
      List<byte[]> splits = ListedBytes.of(handle, KafkaState.SOURCE);
      List<Long> kept = new ArrayList<>();
      for (int i = 0; i < offsets.length; i++) {
        if (!topics.contains(KafkaState.topic(splits.get(i)))) {
          kept.add(offsets[i]);
        }
      }
      if (!kept.isEmpty()) {
        states.put(
            KafkaState.SOURCE,
            new OperatorStateHandle.StateMetaInfo(
                kept.stream().mapToLong(Long::longValue).toArray(),
                positions.getDistributionMode()));
      }
    }
    return states;
  }

  private static byte[] bytes(ByteStreamStateHandle handle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = handle.openInputStream()) {
      in.transferTo(bytes);
    }
    return bytes.toByteArray();
  }
}
