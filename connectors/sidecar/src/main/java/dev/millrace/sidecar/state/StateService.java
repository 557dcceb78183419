package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.unittest.TestCluster;
import dev.millrace.wire.ContractAheadRequest;
import dev.millrace.wire.Done;
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
import dev.millrace.wire.StateStorageRequest;
import dev.millrace.wire.StateTidyRequest;
import dev.millrace.wire.StateTidyResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /v1/state} and what lies below it: by itself or, where it does not reach the
 * files, by a job on the cluster that does. Several threads may call it.
 */
public final class StateService implements AutoCloseable {
  /** One job on a cluster, with the wait for a slot. */
  private static final Duration READING = Duration.ofSeconds(45);

  private static final Duration LOOKING_UP = Duration.ofMinutes(9);
  private static final Duration WHOLE_STATE = Duration.ofMinutes(110);

  private final Contracts contracts;
  private final Storage storage;

  /**
   * @param sidecar the sidecar's configuration, for what guards the ports of the small Flink that
   *     runs plans dry
   * @param folder where the state that plans want is kept; it outlives the sidecar
   */
  public StateService(Configuration sidecar, Path folder) {
    this.contracts = new Contracts(new TestCluster(sidecar), folder);
    this.storage = new Storage(sidecar);
  }

  /**
   * Says how the storage of the target is reached from now on.
   *
   * @throws CallFailedException INVALID_REQUEST when a placeholder has no value
   */
  public Done reachBy(StateStorageRequest request) throws CallFailedException {
    storage.use(request);
    return new Done(true);
  }

  /**
   * Tells what a checkpoint or savepoint holds.
   *
   * @throws CallFailedException STATE_UNREADABLE
   */
  public StateResponse read(StateRequest request) throws CallFailedException {
    Duration within = request.files() ? LOOKING_UP : READING;
    return at(
        request.path(),
        request.flinkVersion(),
        () -> StateWork.read(request),
        cluster ->
            cluster.run(ClusterWork.READ, request, Optional.empty(), StateResponse.class, within));
  }

  /**
   * Counts what one operator of a savepoint holds.
   *
   * @throws CallFailedException STATE_UNREADABLE, also when there is no such operator in it
   */
  public StateCountResponse count(StateCountRequest request) throws CallFailedException {
    return at(
        request.path(),
        request.flinkVersion(),
        () -> StateWork.count(request),
        cluster ->
            cluster.run(
                ClusterWork.COUNT,
                request,
                Optional.empty(),
                StateCountResponse.class,
                WHOLE_STATE));
  }

  /** Starts what runs plans dry, in the background. */
  public Done expect(ContractAheadRequest request) {
    contracts.prepare();
    return new Done(true);
  }

  /**
   * Tells which state a plan wants, and what of a checkpoint Flink would refuse to give it.
   *
   * @throws CallFailedException STATE_UNREADABLE; SQL_INVALID, STATEMENT_FAILED or TIMEOUT when the
   *     plan does not run even dry
   */
  public StateContractResponse contract(StateContractRequest request) throws Exception {
    requireSameFlink(request.flinkVersion());
    String against = request.against();
    // What cannot be read is found before a run is spent on it, and may be gone after the run.
    Stored stored = against == null ? contract -> List.of() : stored(against, request);
    Contracts.Contract contract = contracts.of(request.plan(), request.settings());
    List<StateContractResponse.Mismatch> mismatches = stored.compare(contract);
    return new StateContractResponse(
        contract.known(),
        SavepointReader.operators(contract.savepoint().metadata().getOperatorStates()),
        mismatches);
  }

  /**
   * Writes other metadata beside a savepoint's own, and state that changes its form.
   *
   * @throws CallFailedException INVALID_REQUEST or STATE_UNREADABLE; as {@link #contract} when the
   *     plan does not run dry
   */
  public StateRewriteResponse rewrite(StateRewriteRequest request) throws Exception {
    requireSameFlink(request.flinkVersion());
    StateMigration migration = request.migration();
    Optional<Contracts.Contract> contract =
        migration == null
            ? Optional.empty()
            : Optional.of(contracts.of(migration.plan(), migration.settings()));
    Optional<SavepointFile> wanted = contract.map(Contracts.Contract::savepoint);
    return at(
        request.path(),
        request.flinkVersion(),
        () -> StateWork.rewrite(request, wanted),
        cluster ->
            cluster.run(
                ClusterWork.REWRITE,
                request,
                contract.map(Contracts.Contract::folder),
                StateRewriteResponse.class,
                migration == null || request.onlyCheck() ? READING : WHOLE_STATE));
  }

  /**
   * Starts a plan from a savepoint without its tables, in the small Flink of the dry runs.
   *
   * @throws CallFailedException STATE_UNREADABLE; SQL_INVALID when the plan makes no job, TIMEOUT
   */
  public StateRehearsalResponse rehearse(StateRehearsalRequest request) throws Exception {
    SavepointFile savepoint =
        at(
            request.path(),
            request.flinkVersion(),
            () -> SavepointFile.load(request.path()),
            cluster -> {
              throw SavepointFile.unreadable(
                  request.path()
                      + " can be read by the cluster alone, and a rehearsal runs on this machine");
            });
    return contracts.rehearse(request.plan(), request.settings(), savepoint.file().toString());
  }

  /**
   * Deletes what rewriting has left beside a savepoint that is about to be deleted itself: Flink
   * deletes what it has written there and then fails on a folder that is not empty.
   *
   * @throws CallFailedException STATE_UNREADABLE
   */
  public StateTidyResponse tidy(StateTidyRequest request) throws CallFailedException {
    return at(
        request.path(),
        request.flinkVersion(),
        () -> StateWork.tidy(request),
        cluster ->
            cluster.run(
                ClusterWork.TIDY, request, Optional.empty(), StateTidyResponse.class, LOOKING_UP));
  }

  /**
   * Keeps a note beside a savepoint. Only from here: a job on the cluster for it would wait for a
   * slot while somebody waits for a job to stop.
   *
   * @throws CallFailedException STATE_UNREADABLE where this machine does not reach the storage
   */
  public Done note(StateNoteRequest request) throws CallFailedException {
    fromHere(
        request.path(),
        () -> {
          SavepointNotes.write(request);
          return true;
        });
    return new Done(true);
  }

  /**
   * Tells the notes beside savepoints.
   *
   * @throws CallFailedException STATE_UNREADABLE where this machine does not reach the storage
   */
  public StateNotesResponse notes(StateNotesRequest request) throws CallFailedException {
    return fromHere(request.folder(), () -> SavepointNotes.in(request.folder()));
  }

  private <T> T fromHere(String path, Here<T> here) throws CallFailedException {
    try {
      storage.requireWayTo(path);
      return here.run();
    } catch (CallFailedException e) {
      throw SavepointFile.unreadable(String.valueOf(storage.redacted(e).getMessage()));
    }
  }

  /** State that a contract can be compared with. */
  private interface Stored {
    List<StateContractResponse.Mismatch> compare(Contracts.Contract contract)
        throws CallFailedException;
  }

  private Stored stored(String path, StateContractRequest request) throws CallFailedException {
    return at(
        path,
        request.flinkVersion(),
        () -> {
          SavepointFile file = SavepointFile.load(path);
          return contract -> Comparison.of(file, contract.savepoint());
        },
        cluster ->
            contract ->
                cluster
                    .run(
                        ClusterWork.COMPARE,
                        new StateRequest(path, request.flinkVersion(), false),
                        Optional.of(contract.folder()),
                        ClusterWork.Mismatches.class,
                        READING)
                    .each());
  }

  /** Work on the files of a checkpoint or savepoint, from here. */
  private interface Here<T> {
    T run() throws CallFailedException;
  }

  /** The same from a machine of the cluster. */
  private interface There<T> {
    T run(OnCluster cluster) throws CallFailedException;
  }

  /** From here or, where the files are out of reach, from the cluster. */
  private <T> T at(String path, @Nullable String flinkVersion, Here<T> here, There<T> there)
      throws CallFailedException {
    requireSameFlink(flinkVersion);
    try {
      storage.requireWayTo(path);
      return here.run();
    } catch (CallFailedException e) {
      CallFailedException why = storage.redacted(e);
      Optional<OnCluster> cluster =
          e.kind() == FailureKind.STATE_OUT_OF_REACH ? storage.cluster() : Optional.empty();
      if (cluster.isEmpty()) {
        throw why;
      }
      return from(cluster.get(), there, why);
    }
  }

  /**
   * @param why it cannot be done from here
   */
  private static <T> T from(OnCluster cluster, There<T> there, CallFailedException why)
      throws CallFailedException {
    try {
      return there.run(cluster);
    } catch (CallFailedException e) {
      throw switch (e.kind()) {
        // Said by who could see the files.
        case STATE_UNREADABLE, STATE_OUT_OF_REACH, INVALID_REQUEST -> e;
        case SQL_INVALID,
            STATEMENT_FAILED,
            RESTORE_FAILED,
            CLUSTER_UNREACHABLE,
            CLUSTER_REFUSED,
            TOPIC_FAILED,
            TIMEOUT,
            INTERNAL ->
            SavepointFile.unreadable(
                why.getMessage() + "; the cluster was asked to read it: " + e.getMessage());
      };
    }
  }

  @Override
  public void close() {
    contracts.close();
  }

  /** These formats are internal to Flink: another minor version may have written others. */
  private static void requireSameFlink(@Nullable String theirs) throws CallFailedException {
    String ours = EnvironmentInformation.getVersion();
    if (theirs != null && !minor(theirs).equals(minor(ours))) {
      throw SavepointFile.unreadable(
          "It was written by Flink "
              + theirs
              + ", and the state tools here read what Flink "
              + minor(ours)
              + " writes and nothing else");
    }
  }

  private static String minor(String version) {
    String[] parts = version.split("\\.", 3);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
