package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateRewriteResponse;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.FullyFinishedOperatorState;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;

/**
 * Gives operators of a savepoint other ids, or leaves them out, by writing other metadata beside
 * its own. The state itself is neither read nor copied, so it takes as long for gigabytes as for
 * bytes, and the way back is the file that was there before.
 */
final class MetadataRewrite {
  /** What a file in the folder may be called: never what Flink itself writes or looks for. */
  private static final Pattern NAME = Pattern.compile("_metadata-[A-Za-z0-9._-]+");

  private final SavepointFile savepoint;
  private final Map<String, String> uids;
  private final Set<String> dropped;

  /**
   * @param uids new UIDs by the ids of operators
   * @param dropped ids of operators to leave out
   */
  MetadataRewrite(SavepointFile savepoint, Map<String, String> uids, List<String> dropped) {
    this.savepoint = requireNonNull(savepoint, "savepoint");
    this.uids = new LinkedHashMap<>(uids);
    this.dropped = new LinkedHashSet<>(dropped);
  }

  /**
   * @param name of the new metadata file
   * @throws CallFailedException INVALID_REQUEST when an operator is not there, or two would have
   *     one id; STATE_UNREADABLE when the file is already there or cannot be written
   */
  StateRewriteResponse write(String name) throws CallFailedException {
    if (!NAME.matcher(name).matches()) {
      throw invalid("Not a name for metadata: " + name + "; it must begin with _metadata-");
    }
    requireKnown();
    Map<String, String> ids = new LinkedHashMap<>();
    Map<OperatorID, OperatorState> rewritten = new LinkedHashMap<>();
    long droppedBytes = 0;
    for (OperatorState operator : savepoint.metadata().getOperatorStates()) {
      String id = operator.getOperatorID().toHexString();
      if (dropped.contains(id)) {
        droppedBytes += operator.getStateSize();
        continue;
      }
      String uid = uids.get(id);
      OperatorState kept = uid == null ? operator : renamed(operator, uid);
      if (uid != null) {
        ids.put(uid, kept.getOperatorID().toHexString());
      }
      if (rewritten.put(kept.getOperatorID(), kept) != null) {
        throw invalid("Two operators would have the id " + kept.getOperatorID().toHexString());
      }
    }
    Path file = new Path(savepoint.folder(), name);
    store(
        file,
        new CheckpointMetadata(
            savepoint.metadata().getCheckpointId(),
            new ArrayList<>(rewritten.values()),
            savepoint.metadata().getMasterStates(),
            savepoint.metadata().getCheckpointProperties()));
    return new StateRewriteResponse(file.toString(), ids, droppedBytes);
  }

  /** A typing error here would lose state in silence. */
  private void requireKnown() throws CallFailedException {
    Set<String> unknown = new TreeSet<>(uids.keySet());
    unknown.addAll(dropped);
    savepoint
        .metadata()
        .getOperatorStates()
        .forEach(operator -> unknown.remove(operator.getOperatorID().toHexString()));
    if (!unknown.isEmpty()) {
      throw invalid("The savepoint holds no operator " + String.join(", ", unknown));
    }
    for (String id : uids.keySet()) {
      if (dropped.contains(id)) {
        throw invalid("Operator " + id + " cannot both be kept and left out");
      }
    }
  }

  /** Flink's own copy forgets the coordinator, in which a source has its splits. */
  private static OperatorState renamed(OperatorState operator, String uid) {
    OperatorID id = new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid));
    String name = operator.getOperatorName().orElse(null);
    OperatorState renamed =
        operator.isFullyFinished()
            ? new FullyFinishedOperatorState(
                name, uid, id, operator.getParallelism(), operator.getMaxParallelism())
            : new OperatorState(
                name, uid, id, operator.getParallelism(), operator.getMaxParallelism());
    operator.getSubtaskStates().forEach(renamed::putState);
    if (operator.getCoordinatorState() != null) {
      renamed.setCoordinatorState(operator.getCoordinatorState());
    }
    return renamed;
  }

  private static void store(Path file, CheckpointMetadata metadata) throws CallFailedException {
    try {
      FileSystem files = file.getFileSystem();
      if (files.exists(file)) {
        throw SavepointFile.unreadable(file + " is already there, and is not overwritten");
      }
      // Written under another name first: half of a file would look like a savepoint.
      Path unfinished = new Path(file.getParent(), "." + file.getName() + ".unfinished");
      try (DataOutputStream out =
          new DataOutputStream(files.create(unfinished, WriteMode.OVERWRITE))) {
        Checkpoints.storeCheckpointMetadata(metadata, out);
      }
      if (!files.rename(unfinished, file)) {
        throw new IOException("it could not be renamed");
      }
    } catch (IOException e) {
      throw SavepointFile.unreadable(file + " cannot be written: " + e.getMessage());
    }
  }

  private static CallFailedException invalid(String message) {
    return new CallFailedException(FailureKind.INVALID_REQUEST, message);
  }
}
