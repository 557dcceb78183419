package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.wire.ContractAheadRequest;
import dev.millrace.wire.Done;
import dev.millrace.wire.PlanOperatorsRequest;
import dev.millrace.wire.PlanOperatorsResponse;
import dev.millrace.wire.StateContractRequest;
import dev.millrace.wire.StateContractResponse;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateMigration;
import dev.millrace.wire.StateNoteRequest;
import dev.millrace.wire.StateNotesRequest;
import dev.millrace.wire.StateNotesResponse;
import dev.millrace.wire.StateRehearsalRequest;
import dev.millrace.wire.StateRehearsalResponse;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateRewriteResponse;
import dev.millrace.wire.StateTidyRequest;
import dev.millrace.wire.StateTidyResponse;
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
  /** May take a job on the cluster and the wait for a slot. */
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);

  /** The first run of a plan may wait for a small Flink to start. */
  private static final Duration CONTRACT_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration AHEAD_TIMEOUT = Duration.ofSeconds(30);

  /** Every file is looked up, and there may be many thousands in a bucket. */
  private static final Duration VERIFY_TIMEOUT = Duration.ofMinutes(10);

  /** The whole state is read, and perhaps written. */
  private static final Duration COUNT_TIMEOUT = Duration.ofHours(2);

  private final SidecarClient client;
  private final SidecarStorage storage;
  private final Supplier<Optional<String>> flinkVersion;

  /**
   * @param flinkVersion of the cluster whose state it is, where that is known
   */
  public SidecarState(
      SidecarClient client, SidecarStorage storage, Supplier<Optional<String>> flinkVersion) {
    this.client = requireNonNull(client, "client");
    this.storage = requireNonNull(storage, "storage");
    this.flinkVersion = requireNonNull(flinkVersion, "flinkVersion");
  }

  @Override
  public StateSnapshot read(String path) {
    storage.prepareFor(path);
    return snapshot(
        client.call(
            Wire.STATE,
            new StateRequest(path, flinkVersion.get().orElse(null), false),
            StateResponse.class,
            READ_TIMEOUT));
  }

  @Override
  public Verification verify(String path) {
    storage.prepareFor(path);
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
    storage.prepareFor(path);
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
  public void expectContract() {
    client.call(Wire.STATE_CONTRACT_AHEAD, new ContractAheadRequest(), Done.class, AHEAD_TIMEOUT);
  }

  @Override
  public Contract contract(String plan, Map<String, String> settings, Optional<String> against) {
    against.ifPresent(storage::prepareFor);
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

  @Override
  public List<PlanVertex> operators(String plan, Map<String, String> settings) {
    return client
        .call(
            Wire.PLAN_OPERATORS,
            new PlanOperatorsRequest(plan, settings),
            PlanOperatorsResponse.class,
            READ_TIMEOUT)
        .vertices()
        .stream()
        .map(
            vertex ->
                new PlanVertex(
                    vertex.id(),
                    vertex.description(),
                    vertex.operators().stream()
                        .map(
                            operator ->
                                new PlanOperator(
                                    operator.ownId(), Optional.ofNullable(operator.uid())))
                        .toList()))
        .toList();
  }

  @Override
  public String rewrite(String path, String name, Rewrite rewrite) {
    storage.prepareFor(path);
    return client
        .call(
            Wire.STATE_REWRITE,
            request(path, name, rewrite, false),
            StateRewriteResponse.class,
            rewrite.migration().isPresent() ? COUNT_TIMEOUT : READ_TIMEOUT)
        .path();
  }

  @Override
  public void check(String path, Rewrite rewrite) {
    storage.prepareFor(path);
    client.call(
        Wire.STATE_REWRITE,
        request(path, "_metadata-check", rewrite, true),
        StateRewriteResponse.class,
        CONTRACT_TIMEOUT);
  }

  @Override
  public void tidy(String path) {
    storage.prepareFor(path);
    client.call(
        Wire.STATE_TIDY,
        new StateTidyRequest(path, flinkVersion.get().orElse(null)),
        StateTidyResponse.class,
        VERIFY_TIMEOUT);
  }

  @Override
  public void note(String path, Map<String, String> text) {
    storage.prepareFor(path);
    Done unused =
        client.call(Wire.STATE_NOTE, new StateNoteRequest(path, text), Done.class, READ_TIMEOUT);
  }

  @Override
  public Notes notes(String folder) {
    storage.prepareFor(folder);
    StateNotesResponse response =
        client.call(
            Wire.STATE_NOTES,
            new StateNotesRequest(folder),
            StateNotesResponse.class,
            VERIFY_TIMEOUT);
    return new Notes(
        response.notes().stream().map(note -> new Note(note.path(), note.note())).toList(),
        response.unreadable());
  }

  @Override
  public Rehearsed rehearse(String path, String plan, Map<String, String> settings) {
    storage.prepareFor(path);
    StateRehearsalResponse response =
        client.call(
            Wire.STATE_REHEARSAL,
            new StateRehearsalRequest(path, flinkVersion.get().orElse(null), plan, settings),
            StateRehearsalResponse.class,
            CONTRACT_TIMEOUT);
    return new Rehearsed(
        Optional.ofNullable(response.failure()), Duration.ofMillis(response.millis()));
  }

  private StateRewriteRequest request(
      String path, String name, Rewrite rewrite, boolean onlyCheck) {
    return new StateRewriteRequest(
        path,
        flinkVersion.get().orElse(null),
        name,
        rewrite.uids(),
        rewrite.dropped(),
        rewrite.migration().map(SidecarState::migration).orElse(null),
        rewrite.forgotten(),
        onlyCheck);
  }

  private static StateMigration migration(Migration migration) {
    return new StateMigration(
        migration.plan(),
        migration.settings(),
        migration.operators().stream()
            .map(
                operator ->
                    new StateMigration.MigratedOperator(
                        operator.id(),
                        operator.uid(),
                        operator.states().stream().map(SidecarState::move).toList()))
            .toList());
  }

  private static StateMigration.MigratedState move(StateMove move) {
    return new StateMigration.MigratedState(
        move.name(),
        move.newName(),
        move.fields().stream()
            .map(
                field ->
                    new StateMigration.MigratedField(
                        field.from(), field.orElse(), field.nullWhereZero()))
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
