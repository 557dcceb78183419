package dev.millrace.sidecar.state;

import dev.millrace.wire.StateResponse;
import dev.millrace.wire.StateResponse.MissingFile;
import dev.millrace.wire.StateResponse.StoredOperator;
import dev.millrace.wire.StateResponse.StoredState;
import dev.millrace.wire.StateResponse.Transaction;
import dev.millrace.wire.TopicPosition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.jspecify.annotations.Nullable;

/** Tells what a checkpoint or savepoint holds. */
final class SavepointReader {
  private SavepointReader() {}

  /**
   * @param lookUpFiles whether every file that it refers to is looked up
   */
  static StateResponse read(SavepointFile savepoint, boolean lookUpFiles) {
    CheckpointProperties properties = savepoint.metadata().getCheckpointProperties();
    List<StoredOperator> operators = operators(savepoint.metadata().getOperatorStates());
    StateFiles files =
        lookUpFiles ? StateFiles.lookUp(savepoint.metadata()) : new StateFiles(0, List.of());
    List<MissingFile> missing = files.missing();
    return new StateResponse(
        savepoint.file().toString(),
        kind(properties),
        isCanonical(properties) ? "canonical" : "native",
        savepoint.metadata().getCheckpointId(),
        savepoint.millis(),
        operators.stream().mapToLong(each -> each.bytes() + each.coordinatorBytes()).sum(),
        operators,
        files.count(),
        missing);
  }

  /** What each operator keeps, by name. */
  static List<StoredOperator> operators(Iterable<OperatorState> states) {
    List<StoredOperator> operators = new ArrayList<>();
    states.forEach(state -> operators.add(operator(state)));
    operators.sort(
        Comparator.comparing((StoredOperator each) -> each.name() == null ? "" : each.name())
            .thenComparing(StoredOperator::id));
    return operators;
  }

  static boolean isCanonical(@Nullable CheckpointProperties properties) {
    return properties != null
        && properties.getCheckpointType() instanceof SavepointType savepoint
        && savepoint.getFormatType() == SavepointFormatType.CANONICAL;
  }

  private static String kind(@Nullable CheckpointProperties properties) {
    if (properties == null) {
      return "unknown";
    }
    return properties.isSavepoint() ? "savepoint" : "checkpoint";
  }

  private static StoredOperator operator(OperatorState operator) {
    long coordinator =
        operator.getCoordinatorState() == null ? 0 : operator.getCoordinatorState().getStateSize();
    List<StoredState> states = new ArrayList<>();
    List<TopicPosition> positions = List.of();
    List<Transaction> transactions = List.of();
    String problem = null;
    try {
      StateHead head = StateHead.of(operator);
      Optional<List<TopicPosition>> decoded = Optional.empty();
      if (head.states().containsKey(KafkaState.SOURCE)) {
        decoded = KafkaState.positions(ListedBytes.of(operator, KafkaState.SOURCE));
        positions = decoded.orElse(List.of());
      }
      if (head.states().containsKey(KafkaState.COMMITTER)) {
        transactions = KafkaState.transactions(ListedBytes.of(operator, KafkaState.COMMITTER));
      }
      for (StateMetaInfoSnapshot state : head.states().values()) {
        states.add(state(state, head.key()));
      }
      if (head.raw()) {
        states.add(
            new StoredState("(raw)", "raw", List.of(), List.of(), List.of(), List.of(), false));
      }
    } catch (FileNotFoundException e) {
      problem = "A file of it is missing";
    } catch (IOException | RuntimeException | LinkageError e) {
      problem = "Its state cannot be read: " + Causes.firstLine(e);
    }
    return new StoredOperator(
        operator.getOperatorID().toHexString(),
        operator.getOperatorUid().orElse(null),
        operator.getOperatorName().orElse(null),
        operator.getParallelism(),
        operator.getMaxParallelism(),
        operator.getStateSize() - coordinator,
        coordinator,
        operator.isFullyFinished(),
        states,
        positions,
        transactions,
        problem);
  }

  private static StoredState state(
      StateMetaInfoSnapshot state, Optional<TypeSerializerSnapshot<?>> key) {
    TypeSerializerSnapshot<?> value =
        state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
    TypeSerializerSnapshot<?> namespace =
        state.getTypeSerializerSnapshot(CommonSerializerKeys.NAMESPACE_SERIALIZER);
    TypeSerializerSnapshot<?> mapKey =
        state.getTypeSerializerSnapshot(CommonSerializerKeys.USER_KEY_SERIALIZER);
    String kind = kind(state);
    List<String> ownKey = key.map(TypeWords::of).orElse(List.of());
    switch (state.getBackendStateType()) {
      case OPERATOR, BROADCAST -> ownKey = List.of();
      case PRIORITY_QUEUE -> {
        // The serializer of a timer names key and namespace once more.
        return new StoredState(
            state.getName(), kind, ownKey, List.of(), List.of(), List.of("timer"), false);
      }
      case KEY_VALUE, KEY_VALUE_V2 -> {}
    }
    boolean timed = value != null && TypeWords.hasTimeToLive(value);
    if (value instanceof MapSerializerSnapshot<?, ?> map) {
      mapKey = map.getKeySerializerSnapshot();
      value = map.getValueSerializerSnapshot();
    } else if (value instanceof ListSerializerSnapshot<?> list) {
      value = list.getElementSerializerSnapshot();
    }
    TypeSerializerSnapshot<?> broadcastKey =
        state.getTypeSerializerSnapshot(CommonSerializerKeys.KEY_SERIALIZER);
    return new StoredState(
        state.getName(),
        kind,
        broadcastKey == null ? ownKey : TypeWords.of(broadcastKey),
        namespace == null ? List.of() : TypeWords.of(namespace),
        mapKey == null ? List.of() : TypeWords.of(mapKey),
        value == null ? List.of() : TypeWords.of(value),
        timed);
  }

  /** The kind of a state, in the words of the wire. */
  static String kind(StateMetaInfoSnapshot state) {
    return switch (state.getBackendStateType()) {
      case PRIORITY_QUEUE -> "timers";
      case BROADCAST -> "broadcast";
      case OPERATOR ->
          switch (state.getName()) {
            case KafkaState.SOURCE -> "positions";
            case KafkaState.COMMITTER -> "transactions";
            default -> "operator";
          };
      case KEY_VALUE, KEY_VALUE_V2 -> {
        String type = state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE);
        yield switch (type == null ? "" : type) {
          case "MAP" -> "map";
          case "LIST" -> "list";
          default -> "value";
        };
      }
    };
  }
}
