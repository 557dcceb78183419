package dev.millrace.sidecar.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.DataInputViewStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.ttl.TtlAwareSerializerSnapshot;
import org.apache.flink.runtime.state.ttl.TtlStateFactory.TtlSerializerSnapshot;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer.RowDataSerializerSnapshot;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.util.InstantiationUtil;

/** Says what a serializer writes, as its snapshot in a savepoint tells. */
final class TypeWords {
  /** What Flink's serializers of single values write; by class, without its usual endings. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("Boolean", "BOOLEAN"),
          Map.entry("Byte", "TINYINT"),
          Map.entry("Short", "SMALLINT"),
          Map.entry("Int", "INT"),
          Map.entry("Long", "BIGINT"),
          Map.entry("SortedLong", "BIGINT"),
          Map.entry("Float", "FLOAT"),
          Map.entry("Double", "DOUBLE"),
          Map.entry("String", "STRING"),
          Map.entry("StringData", "STRING"),
          Map.entry("Decimal", "DECIMAL"),
          Map.entry("TimestampData", "TIMESTAMP"),
          Map.entry("BytePrimitiveArray", "BYTES"),
          Map.entry("TimeWindow", "window"),
          Map.entry("CountWindow", "count window"));

  private TypeWords() {}

  /** Types of the fields of a row; one type for everything else, none for no value at all. */
  static List<String> of(TypeSerializerSnapshot<?> written) {
    TypeSerializerSnapshot<?> snapshot = bare(written);
    if (snapshot instanceof RowDataSerializerSnapshot row) {
      return fields(row).stream().map(LogicalType::asSummaryString).toList();
    }
    String name = name(snapshot);
    return name.equals("VoidNamespace") ? List.of() : List.of(word(snapshot));
  }

  /** Whether values carry the time of their last use. */
  static boolean hasTimeToLive(TypeSerializerSnapshot<?> snapshot) {
    if (snapshot instanceof TtlAwareSerializerSnapshot<?> aware) {
      return aware.isTtlEnabled() || hasTimeToLive(aware.getOrinalTypeSerializerSnapshot());
    }
    if (snapshot instanceof ListSerializerSnapshot<?> list) {
      return hasTimeToLive(list.getElementSerializerSnapshot());
    }
    if (snapshot instanceof MapSerializerSnapshot<?, ?> map) {
      return hasTimeToLive(map.getValueSerializerSnapshot());
    }
    return snapshot instanceof TtlSerializerSnapshot<?>;
  }

  /** Without what a time to live wraps around it. */
  static TypeSerializerSnapshot<?> bare(TypeSerializerSnapshot<?> snapshot) {
    if (snapshot instanceof TtlAwareSerializerSnapshot<?> aware) {
      return bare(aware.getOrinalTypeSerializerSnapshot());
    }
    if (snapshot instanceof TtlSerializerSnapshot<?> timed) {
      return bare(timed.getValueSerializerSnapshot());
    }
    return snapshot;
  }

  private static String word(TypeSerializerSnapshot<?> written) {
    TypeSerializerSnapshot<?> snapshot = bare(written);
    if (snapshot instanceof RowDataSerializerSnapshot row) {
      return "ROW<" + String.join(", ", of(row)) + ">";
    }
    if (snapshot instanceof ListSerializerSnapshot<?> list) {
      return "LIST<" + word(list.getElementSerializerSnapshot()) + ">";
    }
    if (snapshot instanceof MapSerializerSnapshot<?, ?> map) {
      return "MAP<"
          + word(map.getKeySerializerSnapshot())
          + ", "
          + word(map.getValueSerializerSnapshot())
          + ">";
    }
    String name = name(snapshot);
    if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite) {
      List<String> parts =
          Arrays.stream(composite.getNestedSerializerSnapshots()).map(TypeWords::word).toList();
      return name + "<" + String.join(", ", parts) + ">";
    }
    return KNOWN.getOrDefault(name, name);
  }

  private static String name(TypeSerializerSnapshot<?> snapshot) {
    return snapshot
        .getClass()
        .getSimpleName()
        .replaceFirst("Snapshot$", "")
        .replaceFirst("Serializer$", "");
  }

  /** A row's snapshot keeps its types to itself, but writes them first. */
  static List<LogicalType> fields(RowDataSerializerSnapshot snapshot) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(512);
      snapshot.writeSnapshot(out);
      DataInputDeserializer in = new DataInputDeserializer(out.wrapAsByteBuffer());
      int count = in.readInt();
      DataInputViewStream stream = new DataInputViewStream(in);
      List<LogicalType> types = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        LogicalType type = InstantiationUtil.deserializeObject(stream, StateClasses.LOADER, true);
        types.add(type);
      }
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException("a row's types could not be read", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a row's types could not be read", e);
    }
  }
}
