package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateRewriteResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
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
 * Gives operators of a savepoint other ids, leaves them out or brings their state into another
 * form, by writing other metadata beside its own. State is neither read nor copied unless its form
 * changes, so it takes as long for gigabytes as for bytes, and the way back is the file that was
 * there before.
 */
final class MetadataRewrite {
  /** What a file in the folder may be called: never what Flink itself writes or looks for. */
  private static final Pattern NAME = Pattern.compile("_metadata-[A-Za-z0-9._-]+");

  private final SavepointFile savepoint;
  private final Map<String, String> uids;
  private final Set<String> dropped;

  /** By the ids of the operators whose state they bring over. */
  private final Map<String, OperatorMigration> migrations;

  /** Topics by the ids of the sources. */
  private final Map<String, List<String>> forgotten;

  /**
   * @param uids new UIDs by the ids of operators
   * @param dropped ids of operators to leave out
   * @param migrations of operators whose state changes its form
   * @param forgotten topics that sources are to have never read, by the ids of operators
   */
  MetadataRewrite(
      SavepointFile savepoint,
      Map<String, String> uids,
      List<String> dropped,
      List<OperatorMigration> migrations,
      Map<String, List<String>> forgotten) {
    this.savepoint = requireNonNull(savepoint, "savepoint");
    this.uids = new LinkedHashMap<>(uids);
    this.dropped = new LinkedHashSet<>(dropped);
    this.migrations = new LinkedHashMap<>();
    migrations.forEach(migration -> this.migrations.put(migration.from(), migration));
    this.forgotten = new LinkedHashMap<>(forgotten);
  }

  /**
   * Sees that it can be done, and writes nothing.
   *
   * @throws CallFailedException INVALID_REQUEST, or STATE_UNREADABLE where topics cannot be taken
   *     out
   */
  StateRewriteResponse check() throws CallFailedException {
    requireKnown();
    for (OperatorState operator : savepoint.metadata().getOperatorStates()) {
      withoutTopics(operator);
    }
    return new StateRewriteResponse(savepoint.file().toString(), Map.of(), 0, 0);
  }

  /**
   * @param name of the new metadata file
   * @throws CallFailedException INVALID_REQUEST when an operator is not there, or two would have
   *     one id; STATE_UNREADABLE when the file is already there with something else in it, or a
   *     file cannot be read or written
   */
  StateRewriteResponse write(String name) throws CallFailedException {
    if (!NAME.matcher(name).matches()) {
      throw invalid("Not a name for metadata: " + name + "; it must begin with _metadata-");
    }
    requireKnown();
    Path file = new Path(savepoint.folder(), name);
    if (!migrations.isEmpty() && exists(file)) {
      // Whoever was cut off after writing it asks again; it is written last and as a whole.
      return new StateRewriteResponse(file.toString(), Map.of(), 0, 0);
    }
    Map<String, String> ids = new LinkedHashMap<>();
    Map<OperatorID, OperatorState> rewritten = new LinkedHashMap<>();
    long droppedBytes = 0;
    long migratedEntries = 0;
    for (OperatorState operator : savepoint.metadata().getOperatorStates()) {
      String id = operator.getOperatorID().toHexString();
      if (dropped.contains(id)) {
        droppedBytes += operator.getStateSize();
        continue;
      }
      String uid = uids.get(id);
      OperatorState kept = withoutTopics(operator);
      kept = uid == null ? kept : renamed(kept, uid);
      OperatorMigration migration = migrations.get(id);
      if (migration != null) {
        OperatorMigration.Migrated migrated = migration.write(savepoint.folder());
        kept = migrated.state();
        migratedEntries += migrated.entries();
      }
      if (uid != null) {
        ids.put(uid, kept.getOperatorID().toHexString());
      }
      if (rewritten.put(kept.getOperatorID(), kept) != null) {
        throw invalid("Two operators would have the id " + kept.getOperatorID().toHexString());
      }
    }
    store(
        file,
        new CheckpointMetadata(
            savepoint.metadata().getCheckpointId(),
            new ArrayList<>(rewritten.values()),
            savepoint.metadata().getMasterStates(),
            savepoint.metadata().getCheckpointProperties()));
    return new StateRewriteResponse(file.toString(), ids, droppedBytes, migratedEntries);
  }

  private OperatorState withoutTopics(OperatorState operator) throws CallFailedException {
    List<String> topics = forgotten.get(operator.getOperatorID().toHexString());
    if (topics == null || operator.isFullyFinished()) {
      return operator;
    }
    try {
      return ForgottenTopics.without(operator, Set.copyOf(topics));
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(
          "Positions in "
              + String.join(", ", topics)
              + " cannot be taken out of "
              + operator.getOperatorName().orElse(operator.getOperatorID().toHexString())
              + ": "
              + Causes.firstLine(e));
    }
  }

  /** A typing error here would lose state in silence. */
  private void requireKnown() throws CallFailedException {
    Set<String> unknown = new TreeSet<>(uids.keySet());
    unknown.addAll(dropped);
    unknown.addAll(migrations.keySet());
    unknown.addAll(forgotten.keySet());
    savepoint
        .metadata()
        .getOperatorStates()
        .forEach(operator -> unknown.remove(operator.getOperatorID().toHexString()));
    if (!unknown.isEmpty()) {
      throw invalid("The savepoint holds no operator " + String.join(", ", unknown));
    }
    Set<String> kept = new LinkedHashSet<>(uids.keySet());
    kept.addAll(migrations.keySet());
    kept.addAll(forgotten.keySet());
    for (String id : kept) {
      if (dropped.contains(id)) {
        throw invalid("Operator " + id + " cannot both be kept and left out");
      }
    }
  }

  /** Flink's own copy forgets the coordinator, in which a source has its splits. */
  private static OperatorState renamed(OperatorState operator, String uid) {
    OperatorState renamed = empty(operator, uid);
    operator.getSubtaskStates().forEach(renamed::putState);
    return renamed;
  }

  /** The same operator under another UID, without what its subtasks hold. */
  static OperatorState empty(OperatorState operator, String uid) {
    OperatorID id = new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid));
    String name = operator.getOperatorName().orElse(null);
    OperatorState renamed =
        operator.isFullyFinished()
            ? new FullyFinishedOperatorState(
                name, uid, id, operator.getParallelism(), operator.getMaxParallelism())
            : new OperatorState(
                name, uid, id, operator.getParallelism(), operator.getMaxParallelism());
    if (operator.getCoordinatorState() != null) {
      renamed.setCoordinatorState(operator.getCoordinatorState());
    }
    return renamed;
  }

  private static void store(Path file, CheckpointMetadata metadata) throws CallFailedException {
    try {
      FileSystem files = file.getFileSystem();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Checkpoints.storeCheckpointMetadata(metadata, bytes);
      if (files.exists(file)) {
        // Whoever was cut off after writing it asks again.
        if (holds(files, file, bytes.toByteArray())) {
          return;
        }
        throw SavepointFile.unreadable(file + " is already there, and is not overwritten");
      }
      // Written under another name first: half of a file would look like a savepoint.
      Path unfinished = new Path(file.getParent(), "." + file.getName() + ".unfinished");
      try (OutputStream out = files.create(unfinished, WriteMode.OVERWRITE)) {
        bytes.writeTo(out);
      }
      if (!files.rename(unfinished, file)) {
        throw new IOException("it could not be renamed");
      }
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(file + " cannot be written: " + Causes.firstLine(e));
    }
  }

  /**
   * Deletes every file in the folder of a savepoint that its own metadata does not refer to: other
   * metadata, state in other forms, and what was left of writing either.
   *
   * @return how many
   */
  static int tidy(SavepointFile savepoint) throws CallFailedException {
    if (savepoint.metadata().getCheckpointProperties() == null
        || !savepoint.metadata().getCheckpointProperties().isSavepoint()) {
      // Files in the folder of a checkpoint may be shared with others.
      return 0;
    }
    try {
      FileSystem files = savepoint.folder().getFileSystem();
      Set<Path> own = new LinkedHashSet<>();
      StateFiles.of(savepoint.metadata()).forEach(path -> own.add(path.makeQualified(files)));
      own.add(savepoint.file().makeQualified(files));
      int deleted = 0;
      for (FileStatus status : files.listStatus(savepoint.folder())) {
        if (!status.isDir() && !own.contains(status.getPath().makeQualified(files))) {
          files.delete(status.getPath(), false);
          deleted++;
        }
      }
      return deleted;
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(
          "The folder " + savepoint.folder() + " cannot be tidied: " + Causes.firstLine(e));
    }
  }

  private static boolean exists(Path file) throws CallFailedException {
    try {
      return file.getFileSystem().exists(file);
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(file + " cannot be looked up: " + Causes.firstLine(e));
    }
  }

  private static boolean holds(FileSystem files, Path file, byte[] wanted) throws IOException {
    try (InputStream in = files.open(file)) {
      return Arrays.equals(in.readAllBytes(), wanted);
    }
  }

  private static CallFailedException invalid(String message) {
    return new CallFailedException(FailureKind.INVALID_REQUEST, message);
  }
}
