package dev.millrace.sidecar.state;

import dev.millrace.wire.StateResponse.MissingFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandleStreamImpl;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * The files that the metadata of a checkpoint or savepoint refers to.
 *
 * @param count how many they are
 * @param missing those that are not there, or not whole
 */
record StateFiles(int count, List<MissingFile> missing) {
  StateFiles {
    missing = List.copyOf(missing);
  }

  /** How much of a file must be there. */
  private record Wanted(String operatorId, long bytes, boolean exactly) {}

  static StateFiles lookUp(CheckpointMetadata metadata) {
    Map<Path, Wanted> wanted = wanted(metadata);
    List<MissingFile> missing = new ArrayList<>();
    wanted.forEach((path, want) -> check(path, want, missing));
    return new StateFiles(wanted.size(), missing);
  }

  /** Where they are. */
  static Set<Path> of(CheckpointMetadata metadata) {
    return wanted(metadata).keySet();
  }

  private static Map<Path, Wanted> wanted(CheckpointMetadata metadata) {
    Map<Path, Wanted> wanted = new LinkedHashMap<>();
    for (OperatorState operator : metadata.getOperatorStates()) {
      String id = operator.getOperatorID().toHexString();
      for (OperatorSubtaskState subtask : operator.getStates()) {
        subtask.getManagedKeyedState().forEach(handle -> add(handle, id, wanted));
        subtask.getRawKeyedState().forEach(handle -> add(handle, id, wanted));
        subtask.getManagedOperatorState().forEach(handle -> add(handle, id, wanted));
        subtask.getRawOperatorState().forEach(handle -> add(handle, id, wanted));
        subtask.getInputChannelState().forEach(handle -> add(handle, id, wanted));
        subtask.getUpstreamOutputBufferState().forEach(handle -> add(handle, id, wanted));
        subtask.getResultSubpartitionState().forEach(handle -> add(handle, id, wanted));
      }
    }
    return wanted;
  }

  private static void add(StateObject handle, String operator, Map<Path, Wanted> wanted) {
    if (handle instanceof KeyGroupsStateHandle groups) {
      add(groups.getDelegateStateHandle(), operator, wanted);
    } else if (handle instanceof OperatorStateHandle list) {
      add(list.getDelegateStateHandle(), operator, wanted);
    } else if (handle instanceof IncrementalRemoteKeyedStateHandle incremental) {
      incremental.streamSubHandles().forEach(file -> add(file, operator, wanted));
    } else if (handle instanceof ChangelogStateBackendHandle changelog) {
      changelog.getMaterializedStateHandles().forEach(inner -> add(inner, operator, wanted));
      changelog.getNonMaterializedStateHandles().forEach(inner -> add(inner, operator, wanted));
    } else if (handle instanceof ChangelogStateHandleStreamImpl changes) {
      changes.getHandlesAndOffsets().forEach(each -> add(each.f0, operator, wanted));
    } else if (handle instanceof AbstractChannelStateHandle<?> channel) {
      add(channel.getDelegate(), operator, wanted);
    } else if (handle instanceof SegmentFileStateHandle segment) {
      Wanted end = new Wanted(operator, segment.getStartPos() + segment.getStateSize(), false);
      wanted.merge(segment.getFilePath(), end, (a, b) -> a.bytes() >= b.bytes() ? a : b);
    } else if (handle instanceof FileStateHandle file) {
      wanted.put(file.getFilePath(), new Wanted(operator, file.getStateSize(), true));
    } else if (handle instanceof StreamStateHandle stream) {
      stream
          .maybeGetPath()
          .ifPresent(path -> wanted.put(path, new Wanted(operator, stream.getStateSize(), false)));
    }
  }

  private static void check(Path path, Wanted want, List<MissingFile> missing) {
    try {
      FileStatus status = path.getFileSystem().getFileStatus(path);
      boolean whole =
          want.exactly() ? status.getLen() == want.bytes() : status.getLen() >= want.bytes();
      if (!whole) {
        missing.add(
            new MissingFile(
                path.toString(),
                want.operatorId(),
                "it has " + status.getLen() + " bytes and should have " + want.bytes()));
      }
    } catch (FileNotFoundException e) {
      missing.add(new MissingFile(path.toString(), want.operatorId(), "it is not there"));
    } catch (IOException | RuntimeException e) {
      missing.add(new MissingFile(path.toString(), want.operatorId(), "it cannot be looked up"));
    }
  }
}
