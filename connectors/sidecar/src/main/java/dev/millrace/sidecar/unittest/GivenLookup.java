package dev.millrace.sidecar.unittest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Finds the given rows whose columns have the values asked for. */
public final class GivenLookup extends LookupFunction {
  private static final long serialVersionUID = 1;

  private final RowType type;
  private final byte[][] rows;
  private final int[] key;

  GivenLookup(GivenRows given, int[] key) {
    this.type = given.type();
    this.rows = given.rows().toArray(byte[][]::new);
    this.key = key.clone();
  }

  @Override
  public Collection<RowData> lookup(RowData keyRow) {
    RowDataSerializer serializer = new RowDataSerializer(type);
    List<RowData> found = new ArrayList<>();
    for (byte[] bytes : rows) {
      RowData row = GivenRows.read(bytes, serializer);
      row.setRowKind(RowKind.INSERT);
      if (matches(row, keyRow)) {
        found.add(row);
      }
    }
    return found;
  }

  private boolean matches(RowData row, RowData keyRow) {
    for (int index = 0; index < key.length; index++) {
      RowData.FieldGetter of = RowData.createFieldGetter(type.getTypeAt(key[index]), key[index]);
      RowData.FieldGetter wanted = RowData.createFieldGetter(type.getTypeAt(key[index]), index);
      if (!Objects.equals(of.getFieldOrNull(row), wanted.getFieldOrNull(keyRow))) {
        return false;
      }
    }
    return true;
  }
}
