package dev.millrace.sidecar.state;

import dev.millrace.wire.StateContractResponse.Mismatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.ttl.TtlAwareSerializerSnapshotWrapper;
import org.jspecify.annotations.Nullable;

/** Asks Flink's serializers whether state in one form can be taken for another. */
final class Comparison {
  private final List<Mismatch> mismatches = new ArrayList<>();

  private Comparison() {}

  /**
   * What Flink would refuse to hand over. Operators that only one side has are not compared; state
   * that cannot be read is left out, since what holds it says so itself.
   */
  static List<Mismatch> of(SavepointFile stored, SavepointFile contract) {
    Comparison comparison = new Comparison();
    Map<String, OperatorState> wanted = new HashMap<>();
    contract
        .metadata()
        .getOperatorStates()
        .forEach(state -> wanted.put(state.getOperatorID().toHexString(), state));
    for (OperatorState operator : stored.metadata().getOperatorStates()) {
      OperatorState other = wanted.get(operator.getOperatorID().toHexString());
      if (other != null) {
        comparison.compare(operator, other);
      }
    }
    return comparison.mismatches;
  }

  private void compare(OperatorState stored, OperatorState wanted) {
    String id = stored.getOperatorID().toHexString();
    Optional<StateHead> before = head(stored);
    Optional<StateHead> after = head(wanted);
    if (before.isEmpty() || after.isEmpty()) {
      return;
    }
    if (before.get().key().isPresent() && after.get().key().isPresent()) {
      types(id, "", "key", before.get().key().get(), after.get().key().get());
    }
    for (StateMetaInfoSnapshot state : before.get().states().values()) {
      StateMetaInfoSnapshot other = after.get().states().get(state.getName());
      if (other != null) {
        compare(id, state, other);
      }
    }
  }

  private void compare(String id, StateMetaInfoSnapshot stored, StateMetaInfoSnapshot wanted) {
    String before = SavepointReader.kind(stored);
    String after = SavepointReader.kind(wanted);
    if (!before.equals(after)) {
      mismatches.add(new Mismatch(id, stored.getName(), "kind", List.of(before), List.of(after)));
      return;
    }
    types(
        id,
        stored.getName(),
        "namespace",
        stored.getTypeSerializerSnapshot(CommonSerializerKeys.NAMESPACE_SERIALIZER),
        wanted.getTypeSerializerSnapshot(CommonSerializerKeys.NAMESPACE_SERIALIZER));
    types(
        id,
        stored.getName(),
        "value",
        stored.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER),
        wanted.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
  }

  private void types(
      String id,
      String state,
      String part,
      @Nullable TypeSerializerSnapshot<?> stored,
      @Nullable TypeSerializerSnapshot<?> wanted) {
    if (stored == null || wanted == null) {
      return;
    }
    // Before they are compared, which changes them.
    List<String> before = TypeWords.of(stored);
    List<String> after = TypeWords.of(wanted);
    if (isRefused(stored, wanted, part.equals("value"))) {
      mismatches.add(new Mismatch(id, state, part, before, after));
    }
  }

  /**
   * Whether a task would fail. Keys and namespaces must be as they are; values may also be brought
   * into a new form, except that no row serializer of SQL's can.
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Two snapshots from disk: nobody knows their types.
  private static boolean isRefused(
      TypeSerializerSnapshot stored, TypeSerializerSnapshot wanted, boolean mayMigrate) {
    // A time to live comes and goes without harm, which only wrapped snapshots know.
    TypeSerializerSnapshot before =
        new TtlAwareSerializerSnapshotWrapper(stored).getTtlAwareSerializerSnapshot();
    TypeSerializerSnapshot after =
        new TtlAwareSerializerSnapshotWrapper(wanted).getTtlAwareSerializerSnapshot();
    TypeSerializerSchemaCompatibility compatibility = after.resolveSchemaCompatibility(before);
    return compatibility.isIncompatible()
        || (!mayMigrate && compatibility.isCompatibleAfterMigration());
  }

  private static Optional<StateHead> head(OperatorState operator) {
    try {
      return Optional.of(StateHead.of(operator));
    } catch (IOException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }
}
