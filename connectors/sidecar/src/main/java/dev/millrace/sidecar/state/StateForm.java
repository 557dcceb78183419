package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.wire.StateMigration.MigratedField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.streaming.api.operators.TimerSerializerSnapshot;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer.RowDataSerializerSnapshot;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** Brings the entries of one keyed state into the form that another plan wants, byte by byte. */
final class StateForm {
  /** Time of the last use, which leads a value that expires. */
  private static final int TIMESTAMP_BYTES = Long.BYTES;

  /** What leads a value in a map: whether it is NULL. */
  private static final int NULL_FLAG_BYTES = 1;

  private final boolean map;
  private final boolean timedBefore;
  private final boolean timedAfter;
  private final @Nullable RowCodec ofKey;
  private final @Nullable RowCodec ofValue;
  private final @Nullable KeyLayout layout;
  private final boolean merges;

  /** A value that is a list is led by its length; the parts of a list state are not. */
  private final boolean parts;

  private final ListDelimitedSerializer lists = new ListDelimitedSerializer();
  private int head;
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(256);

  private StateForm(
      boolean map,
      boolean timedBefore,
      boolean timedAfter,
      @Nullable RowCodec ofKey,
      @Nullable RowCodec ofValue,
      @Nullable KeyLayout layout,
      boolean merges,
      boolean parts) {
    this.map = map;
    this.timedBefore = timedBefore;
    this.timedAfter = timedAfter;
    this.ofKey = ofKey;
    this.ofValue = ofValue;
    this.layout = layout;
    this.merges = merges;
    this.parts = parts;
  }

  /**
   * Rows as they were read, as they are written, and what happens between.
   *
   * @param list whether there are several, led by their number
   * @param beside what stands behind each row of a list and stays as it is
   */
  private record RowCodec(
      TypeSerializer<RowData> before,
      TypeSerializer<RowData> after,
      RowForm form,
      boolean list,
      List<TypeSerializer<?>> beside) {
    void convert(DataInputDeserializer in, DataOutputSerializer out) throws IOException {
      int rows = 1;
      if (list) {
        rows = in.readInt();
        out.writeInt(rows);
      }
      for (int i = 0; i < rows; i++) {
        after.serialize(form.convert(before.deserialize(in)), out);
        for (TypeSerializer<?> part : beside) {
          part.copy(in, out);
        }
      }
    }
  }

  /** How the key of an entry is laid out before a map's own key. */
  private record KeyLayout(
      int prefixBytes, TypeSerializer<?> key, TypeSerializer<?> namespace, boolean ambiguous) {
    int bytesBeforeMapKey(DataInputDeserializer in, int length) throws IOException {
      in.skipBytesToRead(prefixBytes);
      CompositeKeySerializationUtils.readKey(key, in, ambiguous);
      CompositeKeySerializationUtils.readNamespace(namespace, in, ambiguous);
      return length - in.available();
    }
  }

  /**
   * @param fields where the fields of the new rows come from; null when only the name changes or
   *     nothing does
   * @param prefixBytes that say the key group, which lead every key
   * @throws CallFailedException INVALID_REQUEST when the state cannot have the other form
   */
  static StateForm of(
      StateMetaInfoSnapshot before,
      StateMetaInfoSnapshot after,
      @Nullable List<MigratedField> fields,
      TypeSerializerSnapshot<?> key,
      int prefixBytes)
      throws CallFailedException {
    requireSame("kind", SavepointReader.kind(before), SavepointReader.kind(after), before);
    requireSame(
        "namespace",
        words(before, CommonSerializerKeys.NAMESPACE_SERIALIZER),
        words(after, CommonSerializerKeys.NAMESPACE_SERIALIZER),
        before);
    TypeSerializerSnapshot<?> values = value(before);
    TypeSerializerSnapshot<?> wanted = value(after);
    boolean timedBefore = TypeWords.hasTimeToLive(values);
    boolean timedAfter = TypeWords.hasTimeToLive(wanted);
    boolean map = TypeWords.bare(values) instanceof MapSerializerSnapshot;
    if (fields == null) {
      requireSameBytes(values, wanted, before);
      return new StateForm(map, timedBefore, timedAfter, null, null, null, false, false);
    }
    if (SavepointReader.kind(before).equals("list")) {
      if (timedBefore || timedAfter) {
        throw RowForm.invalid("State " + before.getName() + " is a list whose parts expire");
      }
      RowCodec codec = codec(values, wanted, fields, before);
      if (!codec.beside().isEmpty()) {
        throw RowForm.invalid("State " + before.getName() + " is a list of more than rows");
      }
      return new StateForm(false, false, false, null, codec, null, false, true);
    }
    if (!(TypeWords.bare(values) instanceof MapSerializerSnapshot<?, ?> maps)
        || !(TypeWords.bare(wanted) instanceof MapSerializerSnapshot<?, ?> wantedMaps)) {
      return new StateForm(
          false,
          timedBefore,
          timedAfter,
          null,
          codec(values, wanted, fields, before),
          null,
          false,
          false);
    }
    if (leadingRow(element(maps.getValueSerializerSnapshot())) != null) {
      requireSameBytes(
          maps.getKeySerializerSnapshot(), wantedMaps.getKeySerializerSnapshot(), before);
      RowCodec codec =
          codec(
              maps.getValueSerializerSnapshot(),
              wantedMaps.getValueSerializerSnapshot(),
              fields,
              before);
      return new StateForm(true, timedBefore, timedAfter, null, codec, null, false, false);
    }
    requireSameBytes(
        maps.getValueSerializerSnapshot(), wantedMaps.getValueSerializerSnapshot(), before);
    RowCodec codec =
        codec(
            maps.getKeySerializerSnapshot(), wantedMaps.getKeySerializerSnapshot(), fields, before);
    boolean merges = !codec.form().isInjective();
    if (merges && !counts(maps.getValueSerializerSnapshot())) {
      throw RowForm.invalid(
          "Rows of "
              + before.getName()
              + " that differ in a column alone that is left out would become one");
    }
    TypeSerializer<?> keys = key.restoreSerializer();
    TypeSerializer<?> namespaces =
        Objects.requireNonNull(
                before.getTypeSerializerSnapshot(CommonSerializerKeys.NAMESPACE_SERIALIZER))
            .restoreSerializer();
    KeyLayout layout =
        new KeyLayout(
            prefixBytes,
            keys,
            namespaces,
            CompositeKeySerializationUtils.isAmbiguousKeyPossible(keys, namespaces));
    return new StateForm(true, timedBefore, timedAfter, codec, null, layout, merges, false);
  }

  /** Whether what is kept beside a row is how often it is there, and how many rows it found. */
  private static boolean counts(TypeSerializerSnapshot<?> value) {
    TypeSerializerSnapshot<?> bare = TypeWords.bare(value);
    return bare instanceof IntSerializer.IntSerializerSnapshot
        || (bare instanceof TupleSerializerSnapshot<?> tuple
            && Arrays.stream(tuple.getNestedSerializerSnapshots())
                .allMatch(IntSerializer.IntSerializerSnapshot.class::isInstance));
  }

  /** Whether entries of one key may become one entry. */
  boolean merges() {
    return merges;
  }

  /** How many bytes of the key that was converted last come before a map's own key. */
  int head() {
    return head;
  }

  /**
   * The value of two entries that became one.
   *
   * @throws ArithmeticException when they cannot be one
   */
  byte[] merged(byte[] value, byte[] other) {
    ByteBuffer one = ByteBuffer.wrap(value.clone());
    ByteBuffer two = ByteBuffer.wrap(other);
    int position = NULL_FLAG_BYTES;
    if (timedAfter) {
      one.putLong(position, Math.max(one.getLong(position), two.getLong(position)));
      position += TIMESTAMP_BYTES;
    }
    one.putInt(position, Math.addExact(one.getInt(position), two.getInt(position)));
    position += Integer.BYTES;
    if (!Arrays.equals(value, position, value.length, other, position, other.length)) {
      throw new ArithmeticException("rows that become one have found different rows");
    }
    return one.array();
  }

  byte[] key(byte[] key) throws IOException {
    if (ofKey == null || layout == null) {
      return key;
    }
    in.setBuffer(key);
    head = layout.bytesBeforeMapKey(in, key.length);
    out.clear();
    out.write(key, 0, head);
    ofKey.convert(in, out);
    return out.getCopyOfBuffer();
  }

  byte[] value(byte[] value) throws IOException {
    if (ofValue == null && timedBefore == timedAfter) {
      return value;
    }
    if (ofValue != null && parts) {
      List<RowData> rows = new ArrayList<>();
      for (RowData row : lists.deserializeList(value, ofValue.before())) {
        rows.add(ofValue.form().convert(row));
      }
      return lists.serializeList(rows, ofValue.after());
    }
    out.clear();
    int position = 0;
    if (map) {
      out.write(value, 0, NULL_FLAG_BYTES);
      position = NULL_FLAG_BYTES;
      if (value[0] != 0) {
        return value;
      }
    }
    if (timedAfter) {
      if (timedBefore) {
        out.write(value, position, TIMESTAMP_BYTES);
      } else {
        out.writeLong(System.currentTimeMillis());
      }
    }
    position += timedBefore ? TIMESTAMP_BYTES : 0;
    if (ofValue == null) {
      out.write(value, position, value.length - position);
    } else {
      in.setBuffer(value, position, value.length - position);
      ofValue.convert(in, out);
      // Beside a row there may be a number, as of rows on the other side of a join.
      int rest = in.available();
      out.write(value, value.length - rest, rest);
    }
    return out.getCopyOfBuffer();
  }

  private static RowCodec codec(
      TypeSerializerSnapshot<?> before,
      TypeSerializerSnapshot<?> after,
      List<MigratedField> fields,
      StateMetaInfoSnapshot state)
      throws CallFailedException {
    RowDataSerializerSnapshot stored = leadingRow(element(before));
    RowDataSerializerSnapshot wanted = leadingRow(element(after));
    if (stored == null || wanted == null) {
      throw RowForm.invalid("State " + state.getName() + " holds no rows");
    }
    List<LogicalType> types = TypeWords.fields(stored);
    List<LogicalType> wantedTypes = TypeWords.fields(wanted);
    boolean list = TypeWords.bare(before) instanceof ListSerializerSnapshot;
    return new RowCodec(
        stored.restoreSerializer(),
        wanted.restoreSerializer(),
        RowForm.of(types, wantedTypes, fields),
        list,
        list ? beside(element(before), element(after), state) : List.of());
  }

  /** What stands behind the row that an element of a list begins with. */
  private static List<TypeSerializer<?>> beside(
      TypeSerializerSnapshot<?> before,
      TypeSerializerSnapshot<?> after,
      StateMetaInfoSnapshot state)
      throws CallFailedException {
    TypeSerializerSnapshot<?>[] parts = parts(before);
    TypeSerializerSnapshot<?>[] wantedParts = parts(after);
    requireSame("number of parts", parts.length, wantedParts.length, state);
    List<TypeSerializer<?>> beside = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      requireSameBytes(parts[i], wantedParts[i], state);
      beside.add(parts[i].restoreSerializer());
    }
    return beside;
  }

  private static TypeSerializerSnapshot<?>[] parts(TypeSerializerSnapshot<?> element) {
    TypeSerializerSnapshot<?> bare = TypeWords.bare(element);
    return bare instanceof TupleSerializerSnapshot<?> tuple
        ? tuple.getNestedSerializerSnapshots()
        : new TypeSerializerSnapshot<?>[] {bare};
  }

  /** Of a list, what it holds; else the same. */
  private static TypeSerializerSnapshot<?> element(TypeSerializerSnapshot<?> value) {
    return TypeWords.bare(value) instanceof ListSerializerSnapshot<?> list
        ? list.getElementSerializerSnapshot()
        : value;
  }

  /** The row that a value is, or that it begins with. */
  private static @Nullable RowDataSerializerSnapshot leadingRow(TypeSerializerSnapshot<?> value) {
    TypeSerializerSnapshot<?> bare = TypeWords.bare(value);
    if (bare instanceof CompositeTypeSerializerSnapshot<?, ?> composite
        && !(bare instanceof MapSerializerSnapshot)
        && !(bare instanceof ListSerializerSnapshot)
        && composite.getNestedSerializerSnapshots().length > 0) {
      bare = TypeWords.bare(composite.getNestedSerializerSnapshots()[0]);
    }
    return bare instanceof RowDataSerializerSnapshot row ? row : null;
  }

  private static TypeSerializerSnapshot<?> value(StateMetaInfoSnapshot state) {
    return Objects.requireNonNull(
        state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
  }

  private static List<String> words(StateMetaInfoSnapshot state, CommonSerializerKeys part) {
    TypeSerializerSnapshot<?> snapshot = state.getTypeSerializerSnapshot(part);
    return snapshot == null ? List.of() : TypeWords.of(snapshot);
  }

  private static void requireSame(
      String what, Object before, Object after, StateMetaInfoSnapshot state)
      throws CallFailedException {
    if (!before.equals(after)) {
      throw RowForm.invalid(
          "State "
              + state.getName()
              + " has another "
              + what
              + " in the new plan: "
              + after
              + " instead of "
              + before);
    }
  }

  /** Whether what is written by one can be read by the other, whatever each allows. */
  static void requireSameBytes(
      TypeSerializerSnapshot<?> before,
      TypeSerializerSnapshot<?> after,
      StateMetaInfoSnapshot state)
      throws CallFailedException {
    if (!sameBytes(before, after)) {
      throw RowForm.invalid(
          "State "
              + state.getName()
              + " is "
              + TypeWords.of(before)
              + ", and the new plan wants "
              + TypeWords.of(after));
    }
  }

  static boolean sameBytes(TypeSerializerSnapshot<?> before, TypeSerializerSnapshot<?> after) {
    TypeSerializerSnapshot<?> one = TypeWords.bare(before);
    TypeSerializerSnapshot<?> other = TypeWords.bare(after);
    if (one instanceof RowDataSerializerSnapshot row
        && other instanceof RowDataSerializerSnapshot otherRow) {
      List<LogicalType> fields = TypeWords.fields(row);
      List<LogicalType> others = TypeWords.fields(otherRow);
      if (fields.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < fields.size(); i++) {
        if (!RowForm.sameBytes(fields.get(i), others.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof MapSerializerSnapshot<?, ?> map
        && other instanceof MapSerializerSnapshot<?, ?> otherMap) {
      return sameBytes(map.getKeySerializerSnapshot(), otherMap.getKeySerializerSnapshot())
          && sameBytes(map.getValueSerializerSnapshot(), otherMap.getValueSerializerSnapshot());
    }
    if (one instanceof TimerSerializerSnapshot<?, ?> timer
        && other instanceof TimerSerializerSnapshot<?, ?> otherTimer) {
      // A timer is a time, the key and the namespace.
      TypeSerializerSnapshot<?>[] parts = timer.getNestedSerializerSnapshots();
      TypeSerializerSnapshot<?>[] others = otherTimer.getNestedSerializerSnapshots();
      return sameBytes(parts[0], others[0]) && sameBytes(parts[1], others[1]);
    }
    return one.getClass().equals(other.getClass()) && TypeWords.of(one).equals(TypeWords.of(other));
  }
}
