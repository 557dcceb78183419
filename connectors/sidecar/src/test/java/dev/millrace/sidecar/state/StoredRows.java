package dev.millrace.sidecar.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer.RowDataSerializerSnapshot;
import org.apache.flink.table.types.logical.LogicalType;

/** Reads the rows of an aggregate out of a canonical savepoint. */
final class StoredRows {
  private StoredRows() {}

  /** Each as its key and, behind a space, its fields. */
  static Set<String> of(String path, String uid) throws Exception {
    Set<String> rows = new TreeSet<>();
    for (OperatorState operator : SavepointFile.load(path).metadata().getOperatorStates()) {
      if (operator.getOperatorUid().filter(uid::equals).isPresent()) {
        TypeSerializerSnapshot<?> key = StateHead.of(operator).key().orElseThrow();
        List<KeyedStateHandle> handles = new ArrayList<>();
        operator.getStates().forEach(each -> handles.addAll(each.getManagedKeyedState()));
        read(handles, key, rows);
      }
    }
    return rows;
  }

  private static <K> void read(
      List<KeyedStateHandle> handles, TypeSerializerSnapshot<K> key, Set<String> rows)
      throws Exception {
    FullSnapshotRestoreOperation<K> restore =
        new FullSnapshotRestoreOperation<>(
            KeyGroupRange.of(0, Short.MAX_VALUE),
            StoredRows.class.getClassLoader(),
            handles,
            StateSerializerProvider.fromNewRegisteredSerializer(key.restoreSerializer()));
    try (ThrowingIterator<SavepointRestoreResult> parts = restore.restore()) {
      while (parts.hasNext()) {
        SavepointRestoreResult part = parts.next();
        RowDataSerializerSnapshot value =
            (RowDataSerializerSnapshot)
                TypeWords.bare(
                    part.getStateMetaInfoSnapshots()
                        .get(0)
                        .getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
        try (ThrowingIterator<KeyGroup> groups = part.getRestoredKeyGroups()) {
          while (groups.hasNext()) {
            try (ThrowingIterator<KeyGroupEntry> entries = groups.next().getKeyGroupEntries()) {
              while (entries.hasNext()) {
                rows.add(row(entries.next(), key, value));
              }
            }
          }
        }
      }
    }
  }

  private static String row(
      KeyGroupEntry entry, TypeSerializerSnapshot<?> key, RowDataSerializerSnapshot value)
      throws Exception {
    DataInputDeserializer in = new DataInputDeserializer(entry.getKey());
    in.skipBytesToRead(1);
    TypeSerializer<?> keys = key.restoreSerializer();
    RowData owner = (RowData) CompositeKeySerializationUtils.readKey(keys, in, false);
    RowData held =
        value.restoreSerializer().deserialize(new DataInputDeserializer(entry.getValue()));
    List<String> fields = new ArrayList<>();
    List<LogicalType> types = TypeWords.fields(value);
    for (int i = 0; i < types.size(); i++) {
      fields.add(String.valueOf(RowData.createFieldGetter(types.get(i), i).getFieldOrNull(held)));
    }
    return owner.getString(0) + " " + String.join(",", fields);
  }
}
