package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.wire.StateMigration.MigratedOperator;
import dev.millrace.wire.StateMigration.MigratedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.CheckpointStreamWithResultProvider;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.FullSnapshotAsyncWriter;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the keyed state of one operator anew, in the form in which the operator of another plan
 * keeps it. Read and written by Flink's own classes, one entry after the other: memory holds the
 * largest, whatever the size of the state.
 */
final class OperatorMigration {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final OperatorState operator;
  private final StateHead before;
  private final StateHead after;
  private final String uid;

  /** By the name a state has: what becomes of it; empty when it is given up. */
  private final Map<String, Optional<Target>> targets;

  private OperatorMigration(
      OperatorState operator,
      StateHead before,
      StateHead after,
      String uid,
      Map<String, Optional<Target>> targets) {
    this.operator = operator;
    this.before = before;
    this.after = after;
    this.uid = uid;
    this.targets = targets;
  }

  /** A state of the new operator, by its place among them, and the way into it. */
  record Target(int id, StateForm form) {}

  /**
   * Prepares it, so that all that can be refused is refused before an entry is read.
   *
   * @param contract the state that the new operator keeps
   * @throws CallFailedException INVALID_REQUEST when the state cannot have the form that is wanted
   */
  static OperatorMigration of(
      OperatorState operator, OperatorState contract, MigratedOperator wanted)
      throws CallFailedException {
    try {
      StateHead before = StateHead.of(operator);
      StateHead after = StateHead.of(contract);
      return new OperatorMigration(
          operator, before, after, wanted.uid(), targets(operator, before, after, wanted));
    } catch (IOException e) {
      throw SavepointFile.unreadable(
          "The state of " + name(operator) + " cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, Optional<Target>> targets(
      OperatorState operator, StateHead before, StateHead after, MigratedOperator wanted)
      throws CallFailedException {
    if (before.raw()) {
      throw RowForm.invalid(name(operator) + " keeps state in a form of its own");
    }
    if (before.key().isEmpty()) {
      return Map.of();
    }
    TypeSerializerSnapshot<?> key = before.key().get();
    if (after.key().isEmpty() || !StateForm.sameBytes(key, after.key().get())) {
      throw RowForm.invalid(
          name(operator)
              + " is kept by "
              + TypeWords.of(key)
              + ", and the new plan keeps it by "
              + after.key().map(TypeWords::of).orElse(List.of()));
    }
    Map<String, Integer> ids = new HashMap<>();
    List<StateMetaInfoSnapshot> keyed = keyed(after);
    for (int id = 0; id < keyed.size(); id++) {
      ids.put(keyed.get(id).getName(), id);
    }
    int prefix =
        CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(
            operator.getMaxParallelism());
    Map<String, Optional<Target>> targets = new LinkedHashMap<>();
    for (StateMetaInfoSnapshot state : keyed(before)) {
      Optional<MigratedState> move =
          wanted.states().stream().filter(each -> each.name().equals(state.getName())).findFirst();
      @Nullable String name = move.map(MigratedState::newName).orElse(null);
      if (move.isEmpty()) {
        name = state.getName();
      }
      if (name == null) {
        targets.put(state.getName(), Optional.empty());
        continue;
      }
      Integer id = ids.get(name);
      if (id == null) {
        throw RowForm.invalid("The new plan keeps no state " + name);
      }
      targets.put(
          state.getName(),
          Optional.of(
              new Target(
                  id,
                  StateForm.of(
                      state,
                      keyed.get(id),
                      move.map(MigratedState::fields).filter(each -> !each.isEmpty()).orElse(null),
                      key,
                      prefix))));
    }
    return targets;
  }

  /** States with keys, in the order in which Flink numbers them. */
  private static List<StateMetaInfoSnapshot> keyed(StateHead head) {
    return head.states().values().stream()
        .filter(
            state ->
                switch (state.getBackendStateType()) {
                  case KEY_VALUE, KEY_VALUE_V2, PRIORITY_QUEUE -> true;
                  case OPERATOR, BROADCAST -> false;
                })
        .toList();
  }

  /** Id of the operator it comes from. */
  String from() {
    return operator.getOperatorID().toHexString();
  }

  /** What came of it. */
  record Migrated(OperatorState state, long entries) {}

  /**
   * Writes the files.
   *
   * @param folder of the savepoint; the files get names of their own in it
   * @throws CallFailedException STATE_UNREADABLE when the savepoint is not canonical, a value does
   *     not fit into its new field, or a file cannot be read or written
   */
  Migrated write(Path folder) throws CallFailedException {
    OperatorState made = MetadataRewrite.empty(operator, uid);
    long entries = 0;
    try {
      FsCheckpointStreamFactory files =
          new FsCheckpointStreamFactory(folder.getFileSystem(), folder, folder, 0, BUFFER_BYTES);
      for (Map.Entry<Integer, OperatorSubtaskState> subtask :
          operator.getSubtaskStates().entrySet()) {
        List<KeyedStateHandle> keyed = new ArrayList<>();
        for (KeyedStateHandle handle : subtask.getValue().getManagedKeyedState()) {
          if (!(handle instanceof KeyGroupsSavepointStateHandle savepoint)) {
            throw SavepointFile.unreadable(
                "The state of "
                    + name(operator)
                    + " lies in the state backend's own files; only a canonical savepoint can be"
                    + " brought into another form");
          }
          MigratedEntries moved = new MigratedEntries(targets);
          keyed.add(write(savepoint, requireNonNull(before.key().orElse(null)), files, moved));
          entries += moved.count();
        }
        made.putState(
            subtask.getKey(),
            subtask.getValue().toBuilder()
                .setManagedKeyedState(new StateObjectCollection<>(keyed))
                .build());
      }
    } catch (ArithmeticException e) {
      throw SavepointFile.unreadable(
          "The state of " + name(operator) + " does not fit into its new form: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(
          "The state of " + name(operator) + " cannot be brought over: " + Causes.firstLine(e));
    }
    return new Migrated(made, entries);
  }

  private <K> KeyedStateHandle write(
      KeyGroupsSavepointStateHandle handle,
      TypeSerializerSnapshot<K> key,
      FsCheckpointStreamFactory files,
      MigratedEntries moved)
      throws IOException {
    KeyGroupRange range = handle.getKeyGroupRange();
    FullSnapshotRestoreOperation<K> restore =
        new FullSnapshotRestoreOperation<>(
            range,
            StateClasses.LOADER,
            List.of(handle),
            StateSerializerProvider.fromNewRegisteredSerializer(key.restoreSerializer()));
    try (ThrowingIterator<SavepointRestoreResult> parts = restore.restore();
        CloseableRegistry registry = new CloseableRegistry()) {
      moved.open(parts.next());
      TypeSerializer<?> newKey = after.key().orElseThrow().restoreSerializer();
      return requireNonNull(
          new FullSnapshotAsyncWriter<>(
                  SavepointType.savepoint(SavepointFormatType.CANONICAL),
                  () ->
                      CheckpointStreamWithResultProvider.createSimpleStream(
                          CheckpointedStateScope.EXCLUSIVE, files),
                  new MigratedSnapshot<>(newKey, keyed(after), range, moved))
              .get(registry)
              .getJobManagerOwnedSnapshot());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String name(OperatorState operator) {
    return operator.getOperatorName().orElse(operator.getOperatorID().toHexString());
  }
}
