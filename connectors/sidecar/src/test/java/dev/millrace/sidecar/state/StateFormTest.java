package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.wire.StateMigration.MigratedField;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.ListDelimitedSerializer;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.streaming.api.operators.TimerSerializer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

class StateFormTest {
  private static final RowDataSerializer TWO =
      new RowDataSerializer(new BigIntType(), new IntType());
  private static final RowDataSerializer ONE = new RowDataSerializer(new IntType());
  private static final RowDataSerializer KEY = new RowDataSerializer(new BigIntType());
  private static final MigratedField SECOND = new MigratedField(1, null, null);

  @Test
  void rowsThatBecomeOneAreCountedTogether() throws Exception {
    StateForm form =
        form(map(TWO, IntSerializer.INSTANCE), map(ONE, IntSerializer.INSTANCE), List.of(SECOND));

    byte[] one = form.key(entryKey(GenericRowData.of(1L, 7)));
    byte[] other = form.key(entryKey(GenericRowData.of(2L, 7)));

    assertThat(form.merges()).isTrue();
    assertThat(one).isEqualTo(other);
    assertThat(form.merged(count(2), count(3))).isEqualTo(count(5));
  }

  @Test
  void rowsThatFoundDifferentRowsCannotBecomeOne() throws Exception {
    StateForm form =
        form(map(TWO, IntSerializer.INSTANCE), map(ONE, IntSerializer.INSTANCE), List.of(SECOND));

    byte[] found = {0, 0, 0, 0, 1, 0, 0, 0, 4};
    byte[] foundMore = {0, 0, 0, 0, 1, 0, 0, 0, 5};

    assertThatThrownBy(() -> form.merged(found, foundMore)).isInstanceOf(ArithmeticException.class);
    assertThat(form.merged(found, found)).containsExactly(0, 0, 0, 0, 2, 0, 0, 0, 4);
  }

  @Test
  void everyRowOfAListIsConverted() throws Exception {
    StateForm form =
        form(
            map(KEY, new ListSerializer<RowData>(TWO)),
            map(KEY, new ListSerializer<RowData>(ONE)),
            List.of(SECOND));
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeBoolean(false);
    new ListSerializer<RowData>(TWO)
        .serialize(List.of(GenericRowData.of(1L, 7), GenericRowData.of(2L, null)), out);

    DataInputDeserializer in = new DataInputDeserializer(form.value(out.getCopyOfBuffer()));

    assertThat(in.readBoolean()).isFalse();
    List<RowData> rows = new ListSerializer<RowData>(ONE).deserialize(in);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).getInt(0)).isEqualTo(7);
    assertThat(rows.get(1).isNullAt(0)).isTrue();
    assertThat(in.available()).isZero();
  }

  /** An interval join marks each row that has found a partner. */
  @Test
  void whatStandsBesideEachRowOfAListStays() throws Exception {
    ListSerializer<Tuple2<RowData, Boolean>> before = new ListSerializer<>(marked(TWO));
    ListSerializer<Tuple2<RowData, Boolean>> after = new ListSerializer<>(marked(ONE));
    StateForm form = form(map(KEY, before), map(KEY, after), List.of(SECOND));
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeBoolean(false);
    before.serialize(
        List.of(
            Tuple2.of(GenericRowData.of(1L, 7), true), Tuple2.of(GenericRowData.of(2L, 8), false)),
        out);

    DataInputDeserializer in = new DataInputDeserializer(form.value(out.getCopyOfBuffer()));

    assertThat(in.readBoolean()).isFalse();
    List<Tuple2<RowData, Boolean>> rows = after.deserialize(in);
    assertThat(rows).extracting(row -> row.f0.getInt(0)).containsExactly(7, 8);
    assertThat(rows).extracting(row -> row.f1).containsExactly(true, false);
    assertThat(in.available()).isZero();
  }

  /** Rows of a window, one behind the other, each told apart from the next. */
  @Test
  void everyPartOfAListStateIsConverted() throws Exception {
    StateForm form =
        StateForm.of(
            state(new ListSerializer<RowData>(TWO), StateDescriptor.Type.LIST),
            state(new ListSerializer<RowData>(ONE), StateDescriptor.Type.LIST),
            List.of(SECOND),
            KEY.snapshotConfiguration(),
            1);
    ListDelimitedSerializer lists = new ListDelimitedSerializer();

    byte[] made =
        form.value(
            lists.serializeList(
                List.of(GenericRowData.of(1L, 7), GenericRowData.of(2L, null)), TWO));

    List<RowData> rows = lists.deserializeList(made, ONE);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).getInt(0)).isEqualTo(7);
    assertThat(rows.get(1).isNullAt(0)).isTrue();
  }

  @Test
  void aListStateOfMoreThanRowsIsRefused() {
    ListSerializer<Tuple2<RowData, Boolean>> marked = new ListSerializer<>(marked(TWO));
    assertThat(
            catchThrowableOfType(
                CallFailedException.class,
                () ->
                    StateForm.of(
                        state(marked, StateDescriptor.Type.LIST),
                        state(marked, StateDescriptor.Type.LIST),
                        List.of(SECOND, SECOND),
                        KEY.snapshotConfiguration(),
                        1)))
        .hasMessageContaining("is a list of more than rows");
  }

  @Test
  void anotherThingBesideEachRowIsRefused() {
    assertThat(
            catchThrowableOfType(
                CallFailedException.class,
                () ->
                    form(
                        map(KEY, new ListSerializer<>(marked(TWO))),
                        map(KEY, new ListSerializer<RowData>(ONE)),
                        List.of(SECOND))))
        .hasMessageContaining("in the new plan");
  }

  @SuppressWarnings("unchecked")
  private static TypeSerializer<Tuple2<RowData, Boolean>> marked(RowDataSerializer row) {
    return new TupleSerializer<>(
        (Class<Tuple2<RowData, Boolean>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {row, BooleanSerializer.INSTANCE});
  }

  @Test
  void timersOfALongerKeyAreTheSameBytes() {
    assertThat(StateForm.sameBytes(timer(new VarCharType(10)), timer(new VarCharType(false, 20))))
        .isTrue();
    assertThat(StateForm.sameBytes(timer(new VarCharType(10)), timer(new BigIntType()))).isFalse();
  }

  private static TypeSerializerSnapshot<?> timer(LogicalType key) {
    return new TimerSerializer<>(new RowDataSerializer(key), VoidNamespaceSerializer.INSTANCE)
        .snapshotConfiguration();
  }

  @Test
  void aFieldIsNullWhereItsCountIsZero() throws Exception {
    RowForm form =
        RowForm.of(
            List.of(new IntType(), new BigIntType()),
            List.of(new IntType()),
            List.of(new MigratedField(0, null, 1)));

    assertThat(form.convert(GenericRowData.of(0, 0L)).isNullAt(0)).isTrue();
    assertThat(form.convert(GenericRowData.of(0, 2L)).getInt(0)).isZero();
  }

  @Test
  void whereNothingMayBeMissingAValueIsAskedForBeforeAnEntryIsRead() {
    assertThat(
            catchThrowableOfType(
                CallFailedException.class,
                () ->
                    RowForm.of(
                        List.of(),
                        List.of(new IntType(false)),
                        List.of(new MigratedField(null, null, null)))))
        .hasMessageContaining("There is no value for rows from before");
  }

  /** By name, not by place: a part may have come in between. */
  @Test
  void partsOfAStructureAreFoundByTheirNames() throws Exception {
    RowType before =
        RowType.of(new LogicalType[] {new IntType(), new BigIntType()}, new String[] {"a", "b"});
    RowType after =
        RowType.of(
            new LogicalType[] {new BigIntType(), new IntType(), new BigIntType()},
            new String[] {"b", "c", "a"});
    List<MigratedField> same = List.of(new MigratedField(0, null, null));
    RowForm grown = RowForm.of(List.of(before), List.of(after), same);
    RowForm back = RowForm.of(List.of(after), List.of(before.copy()), same);

    RowData made = grown.convert(GenericRowData.of(GenericRowData.of(1, 2L))).getRow(0, 3);
    assertThat(made.getLong(0)).isEqualTo(2);
    assertThat(made.isNullAt(1)).isTrue();
    assertThat(made.getLong(2)).isEqualTo(1);
    assertThat(grown.isInjective()).isTrue();
    assertThat(back.isInjective()).isFalse();
    assertThat(grown.convert(GenericRowData.of((Object) null)).isNullAt(0)).isTrue();
  }

  @Test
  void aPartThatMayNotBeMissingIsAskedForBeforeAnEntryIsRead() {
    RowType before = RowType.of(new LogicalType[] {new IntType()}, new String[] {"a"});
    RowType after =
        RowType.of(new LogicalType[] {new IntType(), new IntType(false)}, new String[] {"a", "b"});
    assertThat(
            catchThrowableOfType(
                CallFailedException.class,
                () ->
                    RowForm.of(
                        List.of(before),
                        List.of(after),
                        List.of(new MigratedField(0, null, null)))))
        .hasMessageContaining("There is no value for rows from before");
  }

  private static StateForm form(
      TypeSerializer<?> before, TypeSerializer<?> after, List<MigratedField> fields)
      throws CallFailedException {
    return StateForm.of(state(before), state(after), fields, KEY.snapshotConfiguration(), 1);
  }

  private static <K> MapSerializer<K, ?> map(TypeSerializer<K> key, TypeSerializer<?> value) {
    return new MapSerializer<>(key, value);
  }

  private static StateMetaInfoSnapshot state(TypeSerializer<?> value) {
    return state(value, StateDescriptor.Type.MAP);
  }

  private static StateMetaInfoSnapshot state(TypeSerializer<?> value, StateDescriptor.Type type) {
    return new StateMetaInfoSnapshot(
        "records",
        StateMetaInfoSnapshot.BackendStateType.KEY_VALUE,
        Map.of(CommonOptionsKeys.KEYED_STATE_TYPE.toString(), type.toString()),
        Map.of(
            CommonSerializerKeys.NAMESPACE_SERIALIZER.toString(),
            VoidNamespaceSerializer.INSTANCE.snapshotConfiguration(),
            CommonSerializerKeys.VALUE_SERIALIZER.toString(),
            value.snapshotConfiguration()));
  }

  /** Key group, key, namespace and the key of the map. */
  private static byte[] entryKey(RowData mapKey) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(3);
    KEY.serialize(GenericRowData.of(5L), out);
    out.writeByte(0);
    TWO.serialize(mapKey, out);
    return out.getCopyOfBuffer();
  }

  private static byte[] count(int count) {
    return new byte[] {0, 0, 0, 0, (byte) count};
  }
}
