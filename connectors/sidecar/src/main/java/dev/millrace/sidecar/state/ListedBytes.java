package dev.millrace.sidecar.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CompressibleFSDataInputStream;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SnappyStreamCompressionDecorator;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;

/** Reads a list state whose elements are bytes that the operator itself has written. */
final class ListedBytes {
  /** From this version on, the head says whether what follows is compressed. */
  private static final int SAYS_COMPRESSION = 6;

  private ListedBytes() {}

  /** The elements of all subtasks. */
  static List<byte[]> of(OperatorState operator, String state) throws IOException {
    List<byte[]> elements = new ArrayList<>();
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        elements.addAll(of(handle, state));
      }
    }
    return elements;
  }

  /** The elements of one part of it, in the order of their offsets there. */
  static List<byte[]> of(OperatorStateHandle handle, String state) throws IOException {
    List<byte[]> elements = new ArrayList<>();
    OperatorStateHandle.StateMetaInfo info = handle.getStateNameToPartitionOffsets().get(state);
    if (info != null) {
      read(handle, info.getOffsets(), elements);
    }
    return elements;
  }

  private static void read(OperatorStateHandle handle, long[] offsets, List<byte[]> elements)
      throws IOException {
    try (FSDataInputStream in = handle.openInputStream()) {
      DataInputView head = new DataInputViewStreamWrapper(in);
      boolean compressed = head.readInt() >= SAYS_COMPRESSION && head.readBoolean();
      // A compressed stream begins where the head ends.
      in.seek(0);
      new OperatorBackendSerializationProxy(StateClasses.LOADER).read(head);
      StreamCompressionDecorator decorator =
          compressed
              ? SnappyStreamCompressionDecorator.INSTANCE
              : UncompressedStreamCompressionDecorator.INSTANCE;
      try (CompressibleFSDataInputStream stream =
          new CompressibleFSDataInputStream(in, decorator)) {
        DataInputView view = new DataInputViewStreamWrapper(stream);
        for (long offset : offsets) {
          stream.seek(offset);
          elements.add(BytePrimitiveArraySerializer.INSTANCE.deserialize(view));
        }
      }
    }
  }
}
