package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.wire.StateContractRequest;
import dev.millrace.wire.StateContractResponse;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** State, read in the sidecar, which has Flink's own classes. */
public final class SidecarState implements StateTools {
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

  /** The first run of a plan may wait for a small Flink to start. */
  private static final Duration CONTRACT_TIMEOUT = Duration.ofMinutes(2);

  /** Every file is looked up, and there may be many thousands in a bucket. */
  private static final Duration VERIFY_TIMEOUT = Duration.ofMinutes(10);

  /** The whole state is read. */
  private static final Duration COUNT_TIMEOUT = Duration.ofHours(2);

  private final SidecarClient client;
  private final Supplier<Optional<String>> flinkVersion;

  /**
   * @param flinkVersion of the cluster whose state it is, where that is known
   */
  public SidecarState(SidecarClient client, Supplier<Optional<String>> flinkVersion) {
    this.client = requireNonNull(client, "client");
    this.flinkVersion = requireNonNull(flinkVersion, "flinkVersion");
  }

  @Override
  public StateSnapshot read(String path) {
    return snapshot(
        client.call(
            Wire.STATE,
            new StateRequest(path, flinkVersion.get().orElse(null), false),
            StateResponse.class,
            READ_TIMEOUT));
  }

  @Override
  public Verification verify(String path) {
    StateResponse response =
        client.call(
            Wire.STATE,
            new StateRequest(path, flinkVersion.get().orElse(null), true),
            StateResponse.class,
            VERIFY_TIMEOUT);
    return new Verification(
        snapshot(response),
        response.files(),
        response.missing().stream()
            .map(file -> new MissingFile(file.path(), file.operatorId(), file.reason()))
            .toList());
  }

  @Override
  public Counted count(String path, String operatorId) {
    StateCountResponse response =
        client.call(
            Wire.STATE_COUNT,
            new StateCountRequest(path, flinkVersion.get().orElse(null), operatorId),
            StateCountResponse.class,
            COUNT_TIMEOUT);
    Map<String, Count> states = new LinkedHashMap<>();
    response
        .states()
        .forEach(state -> states.put(state.name(), new Count(state.entries(), state.bytes())));
    return new Counted(states, Optional.ofNullable(response.why()));
  }

  @Override
  public Contract contract(String plan, Map<String, String> settings, Optional<String> against) {
    StateContractResponse response =
        client.call(
            Wire.STATE_CONTRACT,
            new StateContractRequest(
                plan, settings, against.orElse(null), flinkVersion.get().orElse(null)),
            StateContractResponse.class,
            CONTRACT_TIMEOUT);
    return new Contract(
        operators(response.operators()),
        response.mismatches().stream()
            .map(
                mismatch ->
                    new Mismatch(
                        mismatch.operatorId(),
                        mismatch.state(),
                        Part.valueOf(upper(mismatch.part())),
                        mismatch.stored(),
                        mismatch.wanted()))
            .toList());
  }

  private static StateSnapshot snapshot(StateResponse response) {
    return new StateSnapshot(
        response.path(),
        StateSnapshot.Kind.valueOf(upper(response.kind())),
        StateSnapshot.Format.valueOf(upper(response.format())),
        response.number(),
        Instant.ofEpochMilli(response.millis()),
        response.bytes(),
        operators(response.operators()));
  }

  private static List<StateSnapshot.Operator> operators(
      List<StateResponse.StoredOperator> operators) {
    return operators.stream()
        .map(
            operator ->
                new StateSnapshot.Operator(
                    operator.id(),
                    Optional.ofNullable(operator.uid()),
                    Optional.ofNullable(operator.name()),
                    operator.parallelism(),
                    operator.maxParallelism(),
                    operator.bytes(),
                    operator.coordinatorBytes(),
                    operator.finished(),
                    operator.states().stream().map(SidecarState::state).toList(),
                    operator.positions().stream()
                        .map(
                            position ->
                                new StateSnapshot.Position(
                                    position.topic(), position.partition(), position.offset()))
                        .toList(),
                    operator.transactions().stream().map(StateResponse.Transaction::id).toList(),
                    Optional.ofNullable(operator.problem())))
        .toList();
  }

  private static StateSnapshot.State state(StateResponse.StoredState state) {
    return new StateSnapshot.State(
        state.name(),
        StateSnapshot.StateKind.valueOf(upper(state.kind())),
        state.key(),
        state.namespace(),
        state.mapKey(),
        state.value(),
        state.timeToLive());
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
